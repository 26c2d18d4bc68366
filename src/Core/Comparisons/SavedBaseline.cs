using LlmObs.Results;

namespace LlmObs.Comparisons;

/// <summary>Results kept as one file, to hold later ones against: <c>llmobs compare SESSION --save-baseline FILE</c>.</summary>
public sealed record SavedBaseline
{
    public const int CurrentSchemaVersion = 1;

    public required int SchemaVersion { get; init; }

    public required IReadOnlyList<VariantResult> Results { get; init; }

    /// <summary>A digest of each case's words, attachments and budget by its id; null where they are not known.</summary>
    public required IReadOnlyDictionary<string, string>? Prompts { get; init; }

    /// <summary>The plan's anchor variant; null where it has none.</summary>
    public string? AnchorVariant { get; init; }
}
