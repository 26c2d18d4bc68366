using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Pages;

/// <summary>Turns what a session tells into the state the service shows. Each change replaces the state whole.</summary>
/// <param name="say">Is told what a person at the terminal wants to know.</param>
internal sealed class DeskWatcher(Action<string> say) : ISessionWatcher
{
    private readonly Lock _changing = new();

    public DeskState State { get; private set; } = new();

    public void Preparing(string plan) => Change(state => new DeskState { Activity = DeskActivity.Preparing, Plan = plan, Text = "Looking for the server and its models.", Server = state.Server, Ended = state.Ended });

    public void Waiting(string text, ServerIdentity? server) => Tell(text, state => state with { Text = text, Server = server });

    public void Chosen(ServerIdentity server, string said) => Tell(said, state => state with { Server = server, Text = said });

    public void Stopping() => Change(state => state with { Activity = DeskActivity.Stopping, Text = "Stopping after the request under way; the session can be resumed." });

    public void Over(EndedSession ended) => Tell(ended.Text, state => state with { Activity = DeskActivity.Idle, Ended = ended, Text = Sentence(ended, state), Variant = null, Case = null });

    public void On(SessionEvent happened)
    {
        if (happened is SessionEvent.Noticed noticed)
            Tell(noticed.Text, state => state with { Text = noticed.Text });
        else
            Change(state => Next(state, happened));
    }

    private static DeskState Next(DeskState state, SessionEvent happened) => happened switch
    {
        SessionEvent.Started started => state with
        {
            Activity = state.Activity == DeskActivity.Stopping ? DeskActivity.Stopping : DeskActivity.Running,
            Plan = started.Plan.Name,
            Session = started.Header.Session,
            RequestsDone = started.AlreadyMeasured,
            RequestsPlanned = started.Blocks.SelectMany(block => block.Runs).Sum(run => run.Requests.Count),
        },
        SessionEvent.CoolingDown cooling => state with
        {
            Variant = null,
            Case = string.Create(CultureInfo.InvariantCulture, $"cooling down: {cooling.WaitsFor}, at most {Math.Ceiling(cooling.Left.TotalMinutes):0} min more"),
        },
        SessionEvent.Flagged flagged => state with
        {
            Flagged = [.. state.Flagged, .. flagged.Flags.Select(flag => new FlaggedRun(flagged.Run.Id, flagged.Run.Variant.Id, ReportText.Word(flag.Kind), flag.Reason))],
        },
        SessionEvent.Loading loading => state with { Variant = loading.Run.Variant.Id, Case = "loading" },
        SessionEvent.Requesting requesting => state with { Variant = requesting.Run.Variant.Id, Case = Case(requesting.Request) },
        SessionEvent.Swept swept => state with { Variant = swept.Run.Variant.Id, Case = swept.Text },
        SessionEvent.Requested requested => state with
        {
            RequestsDone = state.RequestsDone + (requested.Request.IsWarmup ? 0 : 1),
            LastDecodeTokensPerSecond = requested.Measurement.DecodeTokensPerSecond,
        },
        _ => state,
    };

    private static string Case(PlannedRequest request) => request.IsWarmup ? "warm-up" : request.Case;

    private static string Sentence(EndedSession ended, DeskState state) => ended.ExitCode switch
    {
        0 => $"{ended.Session} is complete.",
        1 => $"{ended.Session} is complete, but something failed: its report says what.",
        130 => $"{ended.Session} stopped after {state.RequestsDone} of {state.RequestsPlanned} measured requests. What was measured is kept.",
        _ => ended.Text,
    };

    private void Tell(string text, Func<DeskState, DeskState> change)
    {
        Change(change);
        say(text);
    }

    private void Change(Func<DeskState, DeskState> change)
    {
        lock (_changing)
            State = change(State);
    }
}
