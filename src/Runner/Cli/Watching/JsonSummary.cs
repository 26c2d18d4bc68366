using LlmObs.Conditions;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Statistics;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>The last line a script gets. Names are a contract: docs/json-output.md.</summary>
internal sealed record JsonSummary
{
    public string Event => "summary";

    /// <summary>The session's folder.</summary>
    public required string Session { get; init; }

    public required SessionEnd End { get; init; }

    public required bool Simulated { get; init; }

    public required ServerIdentity Server { get; init; }

    public required IReadOnlyList<JsonVariant> Variants { get; init; }

    /// <summary>Asked for, and not on the server.</summary>
    public required IReadOnlyList<MissingVariant> Missing { get; init; }

    public static JsonSummary Of(SessionOutcome.Ended ended, ServerIdentity server) => new()
    {
        Session = ended.Folder,
        End = ended.End,
        Simulated = server.IsSimulated,
        Server = server,
        Variants = [.. ended.Results.Select(result => JsonVariant.Of(result, [.. LostRuns.Counted(ended.Content.Entries).Where(request => request.Variant == result.Variant.Id)]))],
        Missing = ended.Content.Header.Missing,
    };
}

/// <summary>One variant in the summary. Its distributions are over the completed speed requests of its lowest concurrency; <see cref="Cases"/> has the rest.</summary>
internal sealed record JsonVariant
{
    public required string Model { get; init; }

    public required string Quantization { get; init; }

    public required string Variant { get; init; }

    public required ModelFormat Format { get; init; }

    /// <summary>Measured ones, warm-ups left out.</summary>
    public required int Requests { get; init; }

    public required int Failed { get; init; }

    public required int Warmups { get; init; }

    /// <summary>How often its weights came into memory: the replicates.</summary>
    public required int Loads { get; init; }

    public required string? Failure { get; init; }

    /// <summary>Over the loads of one kind; <see cref="LoadKind"/> says which.</summary>
    public required Distribution? LoadTimeMs { get; init; }

    /// <summary>Where the weights of those loads came from; null where nobody knows.</summary>
    public required LoadKind? LoadKind { get; init; }

    /// <summary>How those loads were asked for; null without any.</summary>
    public required LoadCall? LoadCall { get; init; }

    /// <summary>Over the loads from the page cache, where the ones above are others.</summary>
    public required Distribution? CachedLoadTimeMs { get; init; }

    public required JsonMachine Machine { get; init; }

    /// <summary>What <see cref="TimeToFirstTokenMs"/> and <see cref="DecodeTokensPerSecond"/> are over; null when nothing was measured.</summary>
    public required int? Concurrency { get; init; }

    public required Distribution? TimeToFirstTokenMs { get; init; }

    public required Distribution? DecodeTokensPerSecond { get; init; }

    public required IReadOnlyList<JsonCase> Cases { get; init; }

    public static JsonVariant Of(VariantResult result, IReadOnlyList<JournalEntry.Request> requests)
    {
        var measured = requests.Where(request => !request.IsWarmup).ToList();
        var cases = measured.GroupBy(request => request.Key).Select(group => JsonCase.Of(group.Key, [.. group])).ToList();
        var speed = measured.Where(request => request.Pass == Pass.Speed).ToList();
        int? concurrency = speed.Count == 0 ? null : speed.Min(request => request.Concurrency);
        var loads = LoadTimes.Of(result);
        var steady = JsonCase.Figures([.. speed.Where(request => request.Concurrency == concurrency)]);
        return new JsonVariant
        {
            Model = result.Variant.Model,
            Quantization = result.Variant.Quantization,
            Variant = result.Variant.Id,
            Format = result.Variant.Format,
            Requests = measured.Count,
            Failed = measured.Count(request => request.Outcome is not RequestOutcome.Completed),
            Warmups = requests.Count - measured.Count,
            Loads = result.Loads.Where(load => load.Failure is null).Select(load => load.LoadId).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            Failure = result.Failure,
            LoadTimeMs = Milliseconds(loads.Values),
            LoadKind = loads.Kind,
            LoadCall = loads.Values.Count == 0 ? null : loads.IsByCommandLine ? LlmObs.Results.LoadCall.CommandLine : LlmObs.Results.LoadCall.Http,
            CachedLoadTimeMs = Milliseconds(loads.Cached),
            Machine = JsonMachine.Of(result),
            Concurrency = concurrency,
            TimeToFirstTokenMs = steady.TimeToFirstTokenMs,
            DecodeTokensPerSecond = steady.DecodeTokensPerSecond,
            Cases = cases,
        };
    }

    private static Distribution? Milliseconds(IEnumerable<double> seconds) => Distribution.Of(seconds.Select(one => one * 1000));
}

/// <summary>The measured requests of one case, pass, concurrency and rate.</summary>
internal sealed record JsonCase
{
    public required string Case { get; init; }

    public required Pass Pass { get; init; }

    public required int Concurrency { get; init; }

    public required int Requests { get; init; }

    public required int Failed { get; init; }

    /// <summary>Null in a closed loop.</summary>
    public required double? RequestsPerSecond { get; init; }

    public required int NotSent { get; init; }

    public required Distribution? TimeToFirstTokenFromIntendedMs { get; init; }

    public required Distribution? TimeToFirstTokenMs { get; init; }

    public required Distribution? DecodeTokensPerSecond { get; init; }

    public static JsonCase Of((bool IsWarmup, Pass Pass, string Case, int Concurrency, double? RequestsPerSecond) level, IReadOnlyList<JournalEntry.Request> requests)
    {
        var figures = Figures(requests);
        var fromIntended = requests.Where(request => request.Outcome is RequestOutcome.Completed).Select(request => RequestMeasurement.Of(request.Timeline).TimeToFirstTokenFromIntended?.TotalMilliseconds);
        return new JsonCase
        {
            Case = level.Case,
            Pass = level.Pass,
            Concurrency = level.Concurrency,
            Requests = requests.Count,
            Failed = requests.Count(request => request.Outcome is not RequestOutcome.Completed),
            RequestsPerSecond = level.RequestsPerSecond,
            NotSent = requests.Count(request => request.Outcome is RequestOutcome.Unsent),
            TimeToFirstTokenFromIntendedMs = Distribution.Of(fromIntended.OfType<double>()),
            TimeToFirstTokenMs = figures.TimeToFirstTokenMs,
            DecodeTokensPerSecond = figures.DecodeTokensPerSecond,
        };
    }

    /// <summary>Over what completed: a broken request is counted, never averaged in.</summary>
    public static (Distribution? TimeToFirstTokenMs, Distribution? DecodeTokensPerSecond) Figures(IReadOnlyList<JournalEntry.Request> requests)
    {
        var completed = requests.Where(request => request.Outcome is RequestOutcome.Completed).Select(request => RequestMeasurement.Of(request.Timeline)).ToList();
        return (
            Distribution.Of(completed.Select(measurement => measurement.TimeToFirstToken?.TotalMilliseconds).OfType<double>()),
            Distribution.Of(completed.Select(measurement => measurement.DecodeTokensPerSecond).OfType<double>()));
    }
}
