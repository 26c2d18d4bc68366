using System.Globalization;

namespace LlmObs.Runner.Pages;

/// <summary>The first page: what is going on, and every session there is.</summary>
public static class HomePage
{
    public static string Render(DeskState state, IReadOnlyList<string> sessions) =>
        MarkdownPage.Render("Sessions", $"{Now(state)}\n\n{Sessions(sessions)}", state.Activity == DeskActivity.Idle ? null : 2);

    private static string Now(DeskState state) => $"""
        # {Heading(state.Activity)}

        {MarkdownText.Escape(state.Text)}

        | | |
        |---|---|
        | Server | {Server(state)} |
        | Plan | {MarkdownText.Escape(state.Plan ?? "n/a")} |
        | Requests | {Progress(state)} |
        | Now | {MarkdownText.Escape(string.Join(" · ", new[] { state.Variant, state.Case }.OfType<string>()) is { Length: > 0 } now ? now : "n/a")} |
        | Last request | {Speed(state.LastDecodeTokensPerSecond)} |
        """;

    private static string Heading(DeskActivity activity) => activity switch
    {
        DeskActivity.Preparing => "Getting ready",
        DeskActivity.Running => "Measuring",
        DeskActivity.Stopping => "Stopping",
        _ => "Ready",
    };

    private static string Server(DeskState state) => state.Server is not { } server
        ? "n/a"
        : MarkdownText.Escape($"{server.Name} {server.Version} at {server.Address}{(server.IsSimulated ? " (simulated: no figure says anything about a real model)" : "")}");

    private static string Progress(DeskState state) =>
        state.RequestsPlanned == 0 ? "n/a" : string.Create(CultureInfo.InvariantCulture, $"{state.RequestsDone} of {state.RequestsPlanned}");

    private static string Speed(double? tokensPerSecond) =>
        tokensPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:0.0} tok/s") : "n/a";

    private static string Sessions(IReadOnlyList<string> sessions)
    {
        if (sessions.Count == 0)
            return "## Sessions\n\nNone yet.";
        var lines = sessions.Select(session => $"- [{MarkdownText.Escape(session)}](/sessions/{Uri.EscapeDataString(session)}/)");
        return $"## Sessions\n\n{string.Join('\n', lines)}";
    }
}
