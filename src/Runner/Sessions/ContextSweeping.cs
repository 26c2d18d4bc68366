using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Sweeps;

namespace LlmObs.Runner.Sessions;

/// <summary>Carries a variant's context sweep out, from wherever its journal stands.</summary>
internal sealed class ContextSweeping(SweepBench bench)
{
    /// <summary>A ladder has at most some twenty steps; a loop that goes on longer is a bug.</summary>
    private const int MostActions = 100;

    private readonly ContextSweep _sweep = bench.Sweeps.Context!;

    /// <summary>False when the session had better stop before the next load.</summary>
    public async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        if (Maximum is not { } maximum)
        {
            bench.End(SweepKind.Context, "Nobody says how much context the model has: write its maximumContextTokens, or settings.contextSweep.maximumTokens, into the plan.");
            return true;
        }
        for (var count = 0; count < MostActions; count++)
        {
            var course = Course();
            var mayGoOn = true;
            switch (bench.Stopped is null ? course.Next(maximum) : new ContextAction.Over())
            {
                case ContextAction.Load wanted:
                    mayGoOn = await LoadAsync(wanted.ContextTokens, maximum, cancellationToken);
                    break;
                case ContextAction.Probe:
                    mayGoOn = await LoadAsync(course.Working!.AskedContextTokens!.Value, maximum, cancellationToken);
                    break;
                case ContextAction.LoadForMemory small:
                    mayGoOn = await bench.LoadedAsync(new SweepWish(SweepKind.Context, small.ContextTokens, IsForMemory: true, WarmUp), _ => Task.CompletedTask, cancellationToken) is not null;
                    break;
                default:
                    bench.End(SweepKind.Context, Failure(course));
                    return true;
            }
            if (!mayGoOn)
                return false;
        }
        throw new InvalidOperationException($"The context sweep of {bench.Run.Variant.Id} does not come to an end.");
    }

    /// <summary>The server's word, else the plan's.</summary>
    private int? Maximum => bench.Model.MaximumContextTokens ?? bench.Sweeps.PlannedMaximumContextTokens ?? _sweep.MaximumTokens ?? bench.Plan.Settings.ContextTokens;

    private ContextSweepCourse Course() => new(_sweep, bench.Sweeps.PlannedMaximumContextTokens, bench.Entries);

    private string? Failure(ContextSweepCourse course) => course.Working is null
        ? course.Stopped ?? course.Refused.LastOrDefault()?.Failure ?? course.Barrier?.Failure ?? "No context leaves room for a prompt and its answer."
        : bench.Stopped ?? course.Stopped;

    private async Task<bool> LoadAsync(int context, int maximum, CancellationToken cancellationToken)
    {
        bench.Tell(Text($"context sweep, loading with {context:N0} tokens"));
        var load = await bench.LoadedAsync(new SweepWish(SweepKind.Context, context, IsForMemory: false, WarmUp), load => ProbeAsync(load, maximum, cancellationToken), cancellationToken);
        if (load?.Failure is { } failure)
            bench.Tell(Text($"context sweep, {context:N0} tokens: {failure}"));
        return load is not null;
    }

    /// <summary>All contexts that the load can be filled to, smallest first, until one must not be gone beyond. After a fault that passes nobody knows what is in memory: the step is tried once more in a load of its own.</summary>
    private async Task ProbeAsync(JournalEntry.SweepLoad load, int maximum, CancellationToken cancellationToken)
    {
        while (Course() is var course && course.Next(maximum) is ContextAction.Probe next)
        {
            if (!await bench.IsFreeAsync(cancellationToken))
                return;
            var attempt = course.NextAttempt(next.ContextTokens);
            var again = attempt == 1 ? "" : Text($"/a{attempt}");
            var prompt = ContextPrompt.Of(_sweep, bench.Plan.Settings.Seed!.Value, next.ContextTokens, course.HasCalibration ? course.Calibration : null, again.Length == 0 ? Occasion(load) : Occasion(load) + again);
            var request = await bench.SendAsync(Ask(prompt, Text($"{next.ContextTokens}{again}")), load, cancellationToken);
            SweepBench.Demand(request);
            if (course.IsSpoilt(request))
            {
                bench.Tell(Text($"context sweep, {next.ContextTokens:N0} tokens: {request.Outcome.Reason} That measures no context: {(attempt == 1 ? "it is tried once more" : "the sweep ends here")}."));
                return;
            }
            await bench.LookBackAsync([request.Id], cancellationToken);
            var step = ContextStep.Of(_sweep, prompt.Probe, request.Timeline, request.Outcome);
            bench.Tell(Text($"context sweep, {next.ContextTokens:N0} tokens: {step.Reason ?? Text($"usable, first token after {step.TimeToFirstTokenSeconds:0.0} s, {(step.DecodeTokensPerSecond is { } speed ? Text($"{speed:0.0} tok/s") : "decode speed n/a")}")}"));
        }
    }

    private SweepAsk WarmUp(JournalEntry.SweepLoad load)
    {
        var prompt = ContextPrompt.WarmUp(bench.Plan.Settings.Seed!.Value, Occasion(load));
        return Ask(prompt, $"warmup/{load.LoadId}") with { IsWarmup = true };
    }

    private SweepAsk Ask(ContextPrompt prompt, string name) => new()
    {
        Id = $"{bench.Run.Id}/sweep/context/{name}",
        Sweep = SweepKind.Context,
        Context = prompt.Probe,
        Prompt = prompt.Text,
        Nonce = prompt.Nonce,
        MaxTokens = _sweep.AnswerTokens,
        Sampling = bench.Plan.Settings.SpeedSampling,
        Seed = bench.Plan.Settings.Seed,
        IdleLimit = _sweep.StepLimit,
        TotalLimit = _sweep.StepLimit,
    };

    private static string? Occasion(JournalEntry.SweepLoad load) => load.WasLoadedBefore ? $"{load.At:O}" : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
