namespace LlmObs.Plans;

/// <summary>A pass through a phase: every variant of it that is on disk is loaded once.</summary>
public sealed record Block
{
    /// <summary>The phase's id; null where the plan has no phases.</summary>
    public string? Phase { get; init; }

    /// <summary>From 1, within its phase.</summary>
    public required int Number { get; init; }

    public required IReadOnlyList<Run> Runs { get; init; }
}

/// <summary>One variant in one block: loaded, warmed up, measured, unloaded.</summary>
public sealed record Run
{
    /// <summary>Unique in the matrix and equal for equal plans, such as <c>minimax-gguf/2/q4_k_m</c>.</summary>
    public required string Id { get; init; }

    public required Variant Variant { get; init; }

    public bool IsAnchor { get; init; }

    public required IReadOnlyList<PlannedRequest> Warmups { get; init; }

    /// <summary>In the order they are sent; neighbours of equal <see cref="PlannedRequest.Level"/> share a loop.</summary>
    public required IReadOnlyList<PlannedRequest> Requests { get; init; }

    /// <summary>What follows its requests in loads of their own; null but in a variant's first own run, where the plan asks for any.</summary>
    public PlannedSweeps? Sweeps { get; init; }
}

/// <summary>One call that the plan asks for, complete but for the server's name of the model.</summary>
public sealed record PlannedRequest
{
    /// <summary>Unique in the matrix and equal for equal plans: what a resumed session goes by.</summary>
    public required string Id { get; init; }

    public required string Case { get; init; }

    public required Pass Pass { get; init; }

    public bool IsWarmup { get; init; }

    /// <summary>How many are under way at once; in an open loop at most.</summary>
    public required int Concurrency { get; init; }

    /// <summary>When it is meant to be sent; null in a closed loop, where it follows the one before.</summary>
    public Arrival? Arrival { get; init; }

    /// <summary>From 0, within its level.</summary>
    public required int Iteration { get; init; }

    /// <summary>The case's words, attachments included.</summary>
    public required string Text { get; init; }

    /// <summary>Stands in a comment line before the words, where a prompt cache looks first; null sends the words alone.</summary>
    public string? Nonce { get; init; }

    /// <summary>The whole text that is sent.</summary>
    public string Prompt => Nonce is null ? Text : $"// {Nonce}\n{Text}";

    public required int MaxTokens { get; init; }

    public required Sampling Sampling { get; init; }

    public int? Seed { get; init; }

    /// <summary>Requests of one level run in one loop.</summary>
    public (string Case, Pass Pass, int Concurrency, double? RequestsPerSecond) Level => (Case, Pass, Concurrency, Arrival?.RequestsPerSecond);

    /// <summary>No other of ours is under way meanwhile.</summary>
    public bool IsAlone => Concurrency == 1 && Arrival is null;

    /// <summary>
    /// For a model that was not loaded afresh: its server may still know the planned nonce, from an earlier block or session.
    /// A request without a nonce stays without.
    /// </summary>
    public PlannedRequest WithNonceOf(string occasion) => Nonce is null ? this : this with { Nonce = RunMatrix.Digest($"{Nonce}/{occasion}") };
}
