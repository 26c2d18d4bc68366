namespace LlmObs.Runner.Pages;

/// <summary>What a person would do now: the obvious thing first, the others beside it.</summary>
internal static class NextStep
{
    /// <param name="state">What the service is doing.</param>
    /// <param name="plan">The name of the plan it would run.</param>
    public static string Render(DeskState state, string plan) => state switch
    {
        { Activity: DeskActivity.Stopping } => "",
        { Activity: not DeskActivity.Idle } => Row(Button("/stop", "Stop", isMain: false)),
        { Ended: { ExitCode: 0 or 1 } ended } => Row(Link(ended.Session, "Open the comparison"), Button("/start", "Measure again", isMain: false)),
        { Ended: { ExitCode: 130 } ended } => Row(
            GoOn(ended.Session, isMain: true), Link(ended.Session, "What there is so far", isMain: false), Button("/start", "Start anew", isMain: false)),
        { Ended: not null } => Row(Button("/start", "Try again", isMain: true)),
        _ => Row(Button("/start", $"Run {plan} plan", isMain: true)),
    };

    public static string GoOn(string session, bool isMain) => Button($"/resume?session={Uri.EscapeDataString(session)}", "Go on with it", isMain);

    public static string Row(params string[] steps) => $"""<div class="steps">{string.Concat(steps)}</div>""";

    private static string Link(string session, string words, bool isMain = true) =>
        $"""<a class="{Class(isMain)}" href="{SessionTable.Address(session)}">{words}</a>""";

    private static string Button(string action, string words, bool isMain) =>
        $"""<form method="post" action="{HtmlText.Encode(action)}"><button class="{Class(isMain)}">{HtmlText.Encode(words)}</button></form>""";

    private static string Class(bool isMain) => isMain ? "step main" : "step";
}
