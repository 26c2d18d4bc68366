using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Pages;

/// <summary>Turns what a session tells into the state the service shows. Each change replaces the state whole.</summary>
internal sealed class DeskWatcher : ISessionWatcher
{
    private readonly Lock _changing = new();

    public DeskState State { get; private set; } = new();

    public void Preparing(string plan) => Change(state => new DeskState { Activity = DeskActivity.Preparing, Plan = plan, Text = "Looking for the server and its models.", Server = state.Server, Ended = state.Ended });

    public void Chosen(ServerIdentity server, string said) => Change(state => state with { Server = server, Text = said });

    public void Stopping() => Change(state => state with { Activity = DeskActivity.Stopping, Text = "Stopping after the request under way; the session can be resumed." });

    public void Over(EndedSession ended) => Change(state => state with { Activity = DeskActivity.Idle, Ended = ended, Text = Sentence(ended), Variant = null, Case = null });

    public void On(SessionEvent happened) => Change(state => happened switch
    {
        SessionEvent.Started started => state with
        {
            Activity = DeskActivity.Running,
            Plan = started.Plan.Name,
            Session = started.Header.Session,
            RequestsDone = started.AlreadyMeasured,
            RequestsPlanned = started.Blocks.SelectMany(block => block.Runs).Sum(run => run.Requests.Count),
        },
        SessionEvent.Loading loading => state with { Variant = loading.Run.Variant.Id, Case = "loading" },
        SessionEvent.Requesting requesting => state with { Variant = requesting.Run.Variant.Id, Case = Case(requesting.Request) },
        SessionEvent.Requested requested => state with
        {
            RequestsDone = state.RequestsDone + (requested.Request.IsWarmup ? 0 : 1),
            LastDecodeTokensPerSecond = requested.Measurement.DecodeTokensPerSecond,
        },
        SessionEvent.Noticed noticed => state with { Text = noticed.Text },
        _ => state,
    });

    private static string Case(PlannedRequest request) => request.IsWarmup ? "warm-up" : request.Case;

    private static string Sentence(EndedSession ended) => ended.ExitCode switch
    {
        0 => $"{ended.Session} is complete.",
        1 => $"{ended.Session} is complete, but something failed: its report says what.",
        130 => $"{ended.Session} was interrupted; resume goes on with it.",
        _ => ended.Text,
    };

    private void Change(Func<DeskState, DeskState> change)
    {
        lock (_changing)
            State = change(State);
    }
}
