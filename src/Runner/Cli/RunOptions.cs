using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Cli;

/// <summary>What <c>llmobs run</c> was asked for.</summary>
internal sealed record RunOptions
{
    public string? Plan { get; init; }

    public string? Server { get; init; }

    public string? ApiKeyVariable { get; init; }

    public string? Collector { get; init; }

    public string? CollectorTokenFile { get; init; }

    public Selection Selection { get; init; } = new();

    public int? Seed { get; init; }

    public required string Output { get; init; }

    public string? Resume { get; init; }

    public string? Until { get; init; }

    public bool IgnoreChecks { get; init; }

    /// <summary>What is in the server's memory may make room, without asking.</summary>
    public bool Yes { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Fetch what is missing first.</summary>
    public bool Download { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    public string? Model { get; init; }

    public string? Prompt { get; init; }

    public string? CaseName { get; init; }

    public int? MaxTokens { get; init; }

    public int? Requests { get; init; }

    public int? Concurrency { get; init; }

    public int? Warmups { get; init; }

    /// <summary>The flags given that only make sense without a plan.</summary>
    public IReadOnlyList<string> AdHocFlags =>
    [
        .. new (string Flag, object? Value)[]
        {
            ("--model", Model), ("--prompt", Prompt), ("--case", CaseName), ("--max-tokens", MaxTokens),
            ("--requests", Requests), ("--concurrency", Concurrency), ("--warmup", Warmups),
        }.Where(given => given.Value is not null).Select(given => given.Flag),
    ];

    public bool IsAdHoc => AdHocFlags.Count > 0;

    public AdHocOptions AdHoc
    {
        get
        {
            var usual = new AdHocOptions();
            return new AdHocOptions
            {
                Prompt = Prompt,
                CaseName = CaseName,
                MaxTokens = MaxTokens,
                Requests = Requests ?? usual.Requests,
                Concurrency = Concurrency ?? usual.Concurrency,
                Warmups = Warmups ?? usual.Warmups,
                Seed = Seed,
            };
        }
    }
}
