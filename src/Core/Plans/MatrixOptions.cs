namespace LlmObs.Plans;

/// <summary>What a matrix needs beside the plan.</summary>
public sealed record MatrixOptions
{
    public required int Seed { get; init; }

    /// <summary>Ids of variants (glob patterns with *) and of phases; empty means those the plan itself would run.</summary>
    public IReadOnlyList<string> OnlyVariants { get; init; } = [];

    public IReadOnlyList<string> OnlyPhases { get; init; } = [];

    /// <summary>Only variants of this priority or a more urgent one; null takes all.</summary>
    public int? Priority { get; init; }

    /// <summary>Ids of the variants that can be run; the others leave their blocks incomplete. Null takes all.</summary>
    public IReadOnlySet<string>? VariantsOnDisk { get; init; }

    /// <summary>The text of each attachment, by the name the plan gives it.</summary>
    public IReadOnlyDictionary<string, string> Attachments { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>For a matrix that is only looked at: no attachment is read, and each stands for itself by its name.</summary>
    public static IReadOnlyDictionary<string, string> WithoutText(Plan plan) => plan.Cases.SelectMany(planCase => planCase.Attachments).Select(attachment => attachment.File)
        .Distinct(StringComparer.Ordinal).ToDictionary(file => file, StringComparer.Ordinal);
}
