using System.Diagnostics;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Telemetry;

/// <summary>One trace a run: the run itself, and in it load, verify, warm-up, measure, unload. A session of days would be a trace nobody can open.</summary>
internal sealed class RunTrace(ActivitySource source)
{
    private Activity? _run;
    private Activity? _step;

    /// <summary>Where a request's span belongs.</summary>
    public ActivityContext Parent => (_step ?? _run)?.Context ?? default;

    public void Begin(Run run, SessionHeader header)
    {
        Close();
        _run = Start($"run {run.Variant.Id}", default, [.. VariantTags.Of(run.Variant, header.Server.IsSimulated), new(Attributes.Session, header.Session), new(Attributes.Run, run.Id)]);
    }

    public void Step(RunStep step) => _step = Start(Name(step), _run?.Context ?? default, []);

    public void StepEnded() => End(ref _step);

    public void Loaded(JournalEntry.Load load)
    {
        _run?.SetTag(Attributes.LoadId, load.LoadId).SetTag(Attributes.ContextTokens, load.ContextTokens);
        if (load.Failure is { } failure)
            Fail(failure);
    }

    public void Fail(string reason) => _run?.SetTag(Attributes.FailureReason, reason).SetStatus(ActivityStatusCode.Error, reason);

    /// <summary>Also ends what a stopped session left open.</summary>
    public void Close()
    {
        End(ref _step);
        End(ref _run);
    }

    /// <summary>Not the current one: requests run on other threads, and nothing else of ours belongs into this trace.</summary>
    private Activity? Start(string name, ActivityContext parent, KeyValuePair<string, object?>[] tags)
    {
        var before = Activity.Current;
        Activity.Current = null;
        var span = source.StartActivity(name, ActivityKind.Internal, parent, tags);
        Activity.Current = before;
        return span;
    }

    private static void End(ref Activity? span)
    {
        var before = Activity.Current;
        span?.Dispose();
        span = null;
        Activity.Current = before;
    }

    private static string Name(RunStep step) => step switch
    {
        RunStep.WarmUp => "warm-up",
        _ => step.ToString().ToLowerInvariant(),
    };
}
