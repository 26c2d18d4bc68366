using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Statistics;

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
        var requests = entries.OfType<JournalEntry.Request>().Select(entry => new MeasuredRequest(entry)).ToList();
        var ends = RunEnds.Last(entries).ToDictionary(end => end.Run, StringComparer.Ordinal);
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
            Server = header.Server,
            Variant = variant,
            Settings = plan.Settings,
            Loads = [.. entries.OfType<JournalEntry.Load>().Select(load => LoadOf(load, requests, ends.GetValueOrDefault(load.Run)))],
            Cases = [.. requests.GroupBy(request => request.Entry.Key).Select(group => CaseResults.Of(plan, [.. group]))],
            Failure = ends.Values.LastOrDefault(end => end.Failure is not null)?.Failure,
        };
    }

    private static LoadResult LoadOf(JournalEntry.Load load, List<MeasuredRequest> requests, JournalEntry.RunEnd? end)
    {
        var steady = requests.Where(request => request.Entry.LoadId == load.LoadId && request.Entry.Run == load.Run && request is { IsSteady: true, Measurement.DecodeTokensPerSecond: not null }).ToList();
        return new LoadResult
        {
            Run = load.Run,
            LoadId = load.LoadId,
            WasLoadedBefore = load.WasLoadedBefore,
            Model = load.Model,
            InstanceId = load.InstanceId,
            ContextTokens = load.ContextTokens,
            LoadSeconds = load.Failure is null ? load.LoadTime?.TotalSeconds : null,
            ReportedLoadSeconds = load.ReportedLoadTime?.TotalSeconds,
            Runtime = load.Runtime ?? end?.Runtime,
            Memory = end?.Memory,
            MeanDecodeTokensPerSecond = MeanSpeed(steady),
            MeanDecodeTokensPerSecondByCase = steady.GroupBy(request => request.Entry.Case, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => MeanSpeed(same)!.Value, StringComparer.Ordinal),
            Failure = load.Failure,
        };
    }

    private static double? MeanSpeed(IEnumerable<MeasuredRequest> requests) =>
        Distribution.Of(requests.Select(request => request.Measurement.DecodeTokensPerSecond!.Value))?.Mean;
}

/// <summary>A journal entry with its figures.</summary>
internal sealed record MeasuredRequest(JournalEntry.Request Entry)
{
    public RequestMeasurement Measurement { get; } = RequestMeasurement.Of(Entry.Timeline);

    public bool IsCompleted => Entry.Outcome is RequestOutcome.Completed;

    /// <summary>A speed request that counts when loads are compared: completed, not cold, alone.</summary>
    public bool IsSteady => IsCompleted && !Entry.IsWarmup && Entry is { Pass: Pass.Speed, Concurrency: 1 };
}
