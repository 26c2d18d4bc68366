using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>Makes the variants' results from a journal: a pure function, so that every figure can be made again.</summary>
public static class VariantResults
{
    /// <summary>One for each variant the journal knows, in the plan's order.</summary>
    public static IReadOnlyList<VariantResult> From(SessionHeader header, Plan plan, IReadOnlyList<JournalEntry> entries)
    {
        var byVariant = entries.ToLookup(entry => entry.Variant, StringComparer.Ordinal);
        return [.. plan.Variants.Where(variant => byVariant.Contains(variant.Id)).Select(variant => Of(header, plan, variant, [.. byVariant[variant.Id]]))];
    }

    private static VariantResult Of(SessionHeader header, Plan plan, Variant variant, List<JournalEntry> entries)
    {
        var requests = LostRuns.Counted(entries).Select(entry => new MeasuredRequest(entry)).ToList();
        var ends = RunEnds.Last(entries).ToDictionary(end => end.Run, StringComparer.Ordinal);
        var loads = LoadResults.Of(entries, requests, ends);
        return new VariantResult
        {
            SchemaVersion = VariantResult.CurrentSchemaVersion,
            Session = header.Session,
            IsSimulated = header.Server.IsSimulated,
            Plan = plan.Name,
            PlanHash = header.PlanHash,
            Seed = header.Seed,
            StartedAt = header.StartedAt,
            ClientVersion = header.ClientVersion,
            Machine = header.Machine,
            Instrument = header.Instrument,
            Server = header.Server,
            Variant = variant,
            Settings = plan.Settings,
            Loads = loads,
            Cases = [.. requests.GroupBy(request => request.Entry.Key).Select(group => CaseResults.Of(plan, [.. group], header.Machine.ClockResolutionSeconds))],
            ContextSweep = ContextSweepResults.Of(plan, variant, entries),
            ParallelSweep = ParallelSweepResults.Of(header, plan, entries),
            RateSweep = RateSweepResults.Of(header, plan, entries),
            Stability = StabilityResults.Of(requests, loads),
            Failure = ends.Values.LastOrDefault(end => end.Failure is not null)?.Failure,
        };
    }
}

/// <summary>A journal entry with its figures.</summary>
internal sealed record MeasuredRequest(JournalEntry.Request Entry)
{
    public RequestMeasurement Measurement { get; } = Known(Entry);

    public bool IsCompleted => Entry.Outcome is RequestOutcome.Completed;

    /// <summary>A speed request that was alone and not cold: what loads are compared by, where it completed.</summary>
    public bool IsAlone => !Entry.IsWarmup && Entry is { Pass: Pass.Speed, Concurrency: 1 };

    /// <summary>Words sent before, without a nonce, may come from a cache that nobody tells of: then nobody knows how many tokens were processed.</summary>
    private static RequestMeasurement Known(JournalEntry.Request entry)
    {
        var seen = RequestMeasurement.Of(entry.Timeline);
        return entry.Nonce is null && seen.CachedPromptShare is null ? seen with { PrefillTokensPerSecond = null } : seen;
    }
}
