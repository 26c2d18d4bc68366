using System.Globalization;

namespace LlmObs.Runner.Pages;

/// <summary>The first page: what is going on, the one next step, and every session there is.</summary>
public static class HomePage
{
    private const int RefreshSeconds = 2;

    /// <param name="state">What the service is doing.</param>
    /// <param name="sessions">Newest first.</param>
    /// <param name="folder">Where they lie.</param>
    /// <param name="plan">The name of the plan that a press of the button runs.</param>
    public static string Render(DeskState state, IReadOnlyList<SessionEntry> sessions, string folder, string plan) => PageShell.Render(
        Heading(state),
        $"""
        <section class="now">
        <h1>{Heading(state)}</h1>
        {Simulated(state)}
        <p class="{(state is { Activity: DeskActivity.Idle, Ended.ExitCode: 2 } ? "problem" : "said")}">{HtmlText.Encode(state.Text)}</p>
        {Progress(state)}
        {Flagged(state)}
        {NextStep.Render(state, plan)}
        </section>
        {SessionTable.Render(sessions, state)}
        <p class="quiet">Files: <code>{HtmlText.Encode(folder)}</code></p>
        """,
        state.Activity == DeskActivity.Idle ? null : RefreshSeconds);

    private static string Heading(DeskState state) => state switch
    {
        { Activity: DeskActivity.Preparing } => "Getting ready",
        { Activity: DeskActivity.Running } => "Measuring",
        { Activity: DeskActivity.Stopping } => "Stopping",
        { Ended.ExitCode: 0 } => "Done",
        { Ended.ExitCode: 1 } => "Done, with failures",
        { Ended.ExitCode: 130 } => "Interrupted",
        { Ended: not null } => "Not started",
        _ => "Ready",
    };

    private static string Simulated(DeskState state) => state.Server is { IsSimulated: true }
        ? """<p class="simulated"><strong>Simulated.</strong> These figures show how the tool works and say nothing about any real model.</p>"""
        : "";

    private static string Flagged(DeskState state) => state.Flagged.Count == 0 ? "" : $"""
        <p>Something besides the model may have made these runs slower; their figures stay in.</p>
        <ul class="flagged">
        {string.Concat(state.Flagged.Select(one => $"<li><strong>{HtmlText.Encode(one.Run)}</strong> {HtmlText.Encode(one.Flag)}: {HtmlText.Encode(one.Reason)}</li>\n"))}</ul>
        """;

    private static string Progress(DeskState state)
    {
        if (state.Activity == DeskActivity.Idle || state.RequestsPlanned == 0)
            return "";
        string?[] words =
        [
            string.Create(CultureInfo.InvariantCulture, $"{state.RequestsDone} of {state.RequestsPlanned} measured requests"),
            state.Variant,
            state.Case,
            state.LastDecodeTokensPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $"last {speed:0.0} tok/s") : null,
        ];
        return $"""
            <progress value="{state.RequestsDone}" max="{state.RequestsPlanned}"></progress>
            <p class="quiet">{HtmlText.Encode(string.Join(" · ", words.OfType<string>()))}</p>
            """;
    }
}
