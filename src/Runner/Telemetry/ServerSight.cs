using LlmObs.Measurements;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Telemetry;

/// <summary>Whether the server under test was there when it was last asked something for its own sake.</summary>
public sealed class ServerSight
{
    private volatile Seen? _last;

    /// <summary>Null before anything was asked.</summary>
    public Seen? Last => _last;

    public void Answered(string text) => _last = new Seen(true, text);

    public void Gone(string reason) => _last = new Seen(false, reason);

    internal void On(SessionEvent happened)
    {
        if (happened is SessionEvent.ServerLost lost)
            Gone(lost.Reason);
        else if (happened is SessionEvent.Requested { Entry: { Timeline.End: StreamEnd.ConnectFailed } failed })
            Gone(failed.Outcome.Reason ?? "No connection.");
        else if (happened is SessionEvent.Requested { Entry.Timeline.End: not StreamEnd.NotSent })
            Answered("It answered the last request.");
    }

    /// <param name="IsUp">It answered, be it with an error.</param>
    /// <param name="Text">What was seen, in one sentence.</param>
    public sealed record Seen(bool IsUp, string Text);
}
