using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Sweeps;

namespace LlmObs.Results;

/// <summary>
/// Where a variant's context sweep stands, and what comes next: a pure function of its journal, so that a killed one goes on as if nothing had been.
/// The largest context is loaded first and the next smaller one only where that fails: one load then holds every prompt, and each failing load is one the answer needs.
/// </summary>
public sealed class ContextSweepCourse
{
    private readonly ContextSweep _sweep;
    private readonly List<JournalEntry.SweepLoad> _loads;
    private readonly List<JournalEntry.SweepLoad> _memoryLoads;
    private readonly List<JournalEntry.SweepRequest> _requests;
    private readonly List<JournalEntry.SweepMemory> _memory;
    private readonly ILookup<int, JournalEntry.SweepRequest> _spoilt;
    private readonly ILookup<int?, JournalEntry.SweepLoad> _lost;

    /// <summary>How often a context is filled whose request met a fault that passes, or loaded whose load met none but a server that was gone.</summary>
    private const int MostAttempts = 2;

    /// <param name="sweep">What the plan asks.</param>
    /// <param name="plannedMaximum">The plan's word for the model's largest context; a server's own counts more.</param>
    /// <param name="entries">Of one variant.</param>
    public ContextSweepCourse(ContextSweep sweep, int? plannedMaximum, IReadOnlyList<JournalEntry> entries)
    {
        _sweep = sweep;
        var loads = entries.OfType<JournalEntry.SweepLoad>().Where(load => load.Sweep == SweepKind.Context).ToLookup(load => load.IsForMemory);
        (_loads, _memoryLoads) = ([.. loads[false].Where(load => load.FailureCause != LoadFailureCause.ServerGone)], [.. loads[true]]);
        _lost = loads[false].Except(_loads).ToLookup(load => load.AskedContextTokens);
        // one that reached no server measured nothing
        _requests = [.. entries.OfType<JournalEntry.SweepRequest>().Where(request => request.Context is not null && request.Timeline.End != StreamEnd.ConnectFailed)];
        _memory = [.. entries.OfType<JournalEntry.SweepMemory>()];
        Maximum = _loads.Select(load => load.Model?.MaximumContextTokens).LastOrDefault(known => known is not null) ?? plannedMaximum;
        _spoilt = Probes.Where(IsSpoilt).ToLookup(probe => probe.Context!.ContextTokens);
        Barrier = SweepBarrier.Of(entries);
        Steps = [.. Probes.Where(probe => !IsSpoilt(probe)).DistinctBy(probe => probe.Context!.ContextTokens).Select(probe => ContextStep.Of(sweep, probe.Context!, probe.Timeline, probe.Outcome)).OrderBy(step => step.ContextTokens)];
    }

    public int? Maximum { get; }

    /// <summary>What was filled so far.</summary>
    public IReadOnlyList<ContextStep> Steps { get; }

    /// <summary>Why the variant's own run did not load; null where it did.</summary>
    public SweepBarrier? Barrier { get; }

    /// <summary>Why it ends without knowing more: a context met a fault that passes, and met one when it was filled or loaded again. Null where none did.</summary>
    public string? Stopped => Spoilt ?? Lost;

    private string? Spoilt => _spoilt.Where(same => same.Count() >= MostAttempts && Steps.All(step => step.ContextTokens != same.Key))
        .Select(same => string.Create(CultureInfo.InvariantCulture, $"stopped by what is not a limit of the context, met {same.Count()} times at {same.Key:N0} tokens: {same.Last().Outcome.Reason}")).FirstOrDefault();

    private string? Lost => _lost.Where(same => same.Count() >= MostAttempts)
        .Select(same => string.Create(CultureInfo.InvariantCulture, $"stopped by what is not a limit of the context, met {same.Count()} times while loading with {same.Key:N0} tokens: {same.Last().Failure}")).FirstOrDefault();

    /// <summary>Which attempt at a context is the next.</summary>
    public int NextAttempt(int contextTokens) => _spoilt[contextTokens].Count() + 1;

    /// <summary>The load that prompts are sent to; null where none is good for it yet, or what had loaded once failed when it was loaded again.</summary>
    public JournalEntry.SweepLoad? Working => _loads.GroupBy(load => load.AskedContextTokens).Select(same => same.Last()).LastOrDefault(load => load.Failure is null);

    public IReadOnlyList<JournalEntry.SweepLoad> Refused => [.. _loads.Where(load => load.Failure is not null)];

    /// <summary>By what was counted, warm-ups included.</summary>
    public TokenCalibration Calibration => TokenCalibration.Of(Counted);

    public bool HasCalibration => Counted.Any();

    public IReadOnlyList<ContextMemory> Memory =>
        [.. _memory.Where(one => one.Memory is not null).DistinctBy(one => one.ContextTokens).OrderBy(one => one.ContextTokens).Select(one => new ContextMemory(one.ContextTokens, one.Memory!.OverBaselineBytes, one.Memory.Source))];

    /// <param name="maximum">Known before the first load.</param>
    public ContextAction Next(int maximum)
    {
        var ladder = ContextLadder.Steps(_sweep, maximum);
        if (Working is null)
            return NextLoad(ladder);
        var limit = Math.Min(Working.ContextTokens ?? maximum, _sweep.MaximumTokens ?? int.MaxValue);
        var open = ContextLadder.Steps(_sweep with { MaximumTokens = limit }, limit).FirstOrDefault(step => Steps.All(known => known.ContextTokens != step));
        if (open > 0 && Stopped is null && Steps.All(step => step.MayGoOn))
            return new ContextAction.Probe(open);
        return ladder.Count > 0 && IsMemoryWanting(ladder[0]) ? new ContextAction.LoadForMemory(ladder[0]) : new ContextAction.Over();
    }

    /// <summary>It measured nothing: what failed may be gone the next minute.</summary>
    public bool IsSpoilt(JournalEntry.SweepRequest probe) => PassingFault.IsWithin(_sweep.StepLimit, probe.Timeline, probe.Outcome);

    private IEnumerable<JournalEntry.SweepRequest> Probes => _requests.Where(request => !request.IsWarmup);

    private IEnumerable<(int Characters, int Tokens)> Counted => _requests.Where(request => request is { Context: not null, Timeline.Usage.PromptTokens: not null })
        .Select(request => (request.Context!.Characters, request.Timeline.Usage!.PromptTokens!.Value));

    /// <summary>What is not there, not known or not ours to load does not load with less context either; without a load time none was tried.</summary>
    private ContextAction NextLoad(IReadOnlyList<int> ladder)
    {
        var isHopeless = _loads.LastOrDefault() is { LoadTime: null } or { FailureCause: LoadFailureCause.MissingFile or LoadFailureCause.UnsupportedModel };
        var untried = ladder.Where(step => Barrier?.Allows(step) != false && _loads.All(load => load.AskedContextTokens != step)).ToList();
        return isHopeless || untried.Count == 0 || Stopped is not null ? new ContextAction.Over() : new ContextAction.Load(untried[^1]);
    }

    /// <summary>A slope needs a second load; where one is known nobody watched, or the model is not ours to load, a second tells nothing either.</summary>
    private bool IsMemoryWanting(int smallest) =>
        Working is { WasLoadedBefore: false, ContextTokens: { } loaded } && loaded > smallest && Memory.Count == 1 && _memoryLoads.Count == 0;
}

/// <summary>What a context sweep does next.</summary>
public abstract record ContextAction
{
    private ContextAction()
    {
    }

    public sealed record Load(int ContextTokens) : ContextAction;

    /// <summary>Fill it, in the load that there is.</summary>
    public sealed record Probe(int ContextTokens) : ContextAction;

    public sealed record LoadForMemory(int ContextTokens) : ContextAction;

    public sealed record Over : ContextAction;
}
