namespace LlmObs.Plans;

/// <summary>A prompt with its budget: the same for every variant, so that they can be compared.</summary>
public sealed record Case
{
    public const int DefaultAnswerMaxTokens = 8192;

    public required string Id { get; init; }

    public required string Category { get; init; }

    /// <summary>The exact words; an attachment's placeholder in it is replaced by the file's text.</summary>
    public required string Prompt { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The budget of the speed pass, in tokens.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>The budget of the quality pass, in tokens: enough that a thinking model reaches its answer.</summary>
    public int AnswerMaxTokens { get; init; } = DefaultAnswerMaxTokens;

    public IReadOnlyList<Pass> Passes { get; init; } = [Pass.Speed];

    /// <summary>Only these models answer it; null means all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    public string? Note { get; init; }

    /// <summary>The file, relative to the plan, with what a good answer must contain; null where nothing can be checked.</summary>
    public string? AnswerKey { get; init; }
}

/// <summary>A file whose text goes into a prompt.</summary>
public sealed record Attachment
{
    /// <summary>Relative to the plan's folder.</summary>
    public required string File { get; init; }

    /// <summary>The words of the prompt it replaces; null appends it to the prompt.</summary>
    public string? Placeholder { get; init; }
}

/// <summary>Why a request is made; figures of different passes are never mixed.</summary>
public enum Pass
{
    /// <summary>With the plan's <c>maxTokens</c> at the speed sampling: counts for speed.</summary>
    Speed,

    /// <summary>With <c>answerMaxTokens</c> at the model card's sampling, once per seed: counts for quality only.</summary>
    Quality,

    /// <summary>Without a nonce, at temperature 0, once after a fresh load: for comparing the words of two quants.</summary>
    Similarity,

    /// <summary>As the speed pass, at the times of <see cref="Settings.OpenLoop"/>: what a user waits when requests come whether the server is free or not.</summary>
    OpenLoop,
}
