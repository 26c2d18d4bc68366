using System.Collections.Immutable;
using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>What the work of a journal took, entry by entry: each gives the next state.</summary>
public sealed record PaceBook
{
    private ImmutableDictionary<string, Sums> _variants = ImmutableDictionary<string, Sums>.Empty.WithComparers(StringComparer.Ordinal);
    private ImmutableHashSet<string> _blocks = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private (string? Run, double Seconds) _now;
    private (int Runs, double Seconds) _besides;
    private (bool IsKnown, double Seconds) _gates;

    public static PaceBook Empty { get; } = new();

    public static PaceBook Of(IEnumerable<JournalEntry> entries) => entries.Aggregate(Empty, (book, entry) => book.After(entry));

    public PaceBook After(JournalEntry entry) => entry switch
    {
        JournalEntry.Load load => After(load),
        JournalEntry.Request request => After(request),
        JournalEntry.RunEnd end => After(end),
        _ => this,
    };

    /// <summary>For reckoning.</summary>
    /// <param name="variants">The plan's, for what is one model's.</param>
    public Paces ToPaces(IEnumerable<Variant> variants) => new()
    {
        ByVariant = _variants.ToDictionary(one => one.Key, one => one.Value.Pace, StringComparer.Ordinal),
        Models = variants.Where(variant => _variants.ContainsKey(variant.Id)).ToLookup(variant => variant.Model, variant => variant.Id, StringComparer.Ordinal),
        SecondsBesides = _besides.Runs == 0 ? null : _besides.Seconds / _besides.Runs,
        GateSeconds = _gates.IsKnown && _blocks.Count > 1 ? _gates.Seconds / (_blocks.Count - 1) : null,
    };

    /// <summary>What is found in memory takes no time to load.</summary>
    private PaceBook After(JournalEntry.Load load)
    {
        var took = load.WasLoadedBefore ? TimeSpan.Zero : load.LoadTime;
        var next = this with { _now = (load.Failure is null ? load.Run : null, took?.TotalSeconds ?? 0) };
        return load.Failure is null && took is { } known ? next.With(load.Variant, sums => sums.After(load, known.TotalSeconds)) : next;
    }

    /// <summary>What comes at its own rate tells nothing of how fast one follows the other, nor its run of what goes on besides.</summary>
    private PaceBook After(JournalEntry.Request request)
    {
        if (request.Pass == Pass.OpenLoop)
            return this with { _now = (null, 0) };
        var seconds = request.Timeline.EndAt.TotalSeconds / request.Concurrency;
        var counted = request.Outcome is RequestOutcome.Completed ? With(request.Variant, sums => sums.After(request, seconds)) : this;
        return counted with { _now = (_now.Run, _now.Seconds + seconds) };
    }

    private PaceBook After(JournalEntry.RunEnd end)
    {
        var besides = end is { Failure: null, Clock: { } clock } && clock.Agrees && _now.Run == end.Run ? (_besides.Runs + 1, _besides.Seconds + Math.Max(0, clock.MonotonicSeconds - _now.Seconds)) : _besides;
        var gates = end.Conditions is { } conditions ? (true, _gates.Seconds + (conditions.Gate?.WaitedSeconds ?? 0)) : _gates;
        return this with { _besides = besides, _gates = gates, _now = (null, 0), _blocks = _blocks.Add(end.Run[..Math.Max(0, end.Run.LastIndexOf('/'))]) };
    }

    private PaceBook With(string variant, Func<Sums, Sums> change) => this with { _variants = _variants.SetItem(variant, change(_variants.GetValueOrDefault(variant) ?? new Sums())) };

    private sealed record Sums
    {
        public int Loads { get; init; }

        public double LoadSeconds { get; init; }

        public long? FileBytes { get; init; }

        public double RequestSeconds { get; init; }

        public double Budget { get; init; }

        public int LongestPrompt { get; init; }

        public double? Prefill { get; init; }

        public Pace Pace => new()
        {
            LoadSeconds = Loads == 0 ? null : LoadSeconds / Loads,
            FileBytes = FileBytes,
            SecondsPerBudgetToken = Budget > 0 && RequestSeconds > 0 ? RequestSeconds / Budget : null,
            PrefillTokensPerSecond = Prefill,
        };

        public Sums After(JournalEntry.Load load, double seconds) => this with { Loads = Loads + 1, LoadSeconds = LoadSeconds + seconds, FileBytes = load.Model?.FileSize?.Bytes ?? FileBytes };

        public Sums After(JournalEntry.Request request, double seconds)
        {
            var next = this with { RequestSeconds = RequestSeconds + seconds, Budget = Budget + (double)request.MaxTokens / request.Concurrency };
            return request is { Concurrency: 1, Timeline.Usage.PromptTokens: { } prompt } && prompt > LongestPrompt && RequestMeasurement.Of(request.Timeline).PrefillTokensPerSecond is { } speed
                ? next with { LongestPrompt = prompt, Prefill = speed }
                : next;
        }
    }
}
