using LlmObs.Plans;

namespace LlmObs.Runner.Sessions;

/// <summary>Tells the watchers where a run is: each step ends, however it went.</summary>
internal sealed class RunSteps(Run run, ISessionWatcher watcher)
{
    /// <summary>The step is over when what is returned is disposed.</summary>
    public IDisposable Begin(RunStep step)
    {
        watcher.On(new SessionEvent.StepBegan(run, step));
        return new UnderWay(run, step, watcher);
    }

    private sealed class UnderWay(Run run, RunStep step, ISessionWatcher watcher) : IDisposable
    {
        public void Dispose() => watcher.On(new SessionEvent.StepEnded(run, step));
    }
}
