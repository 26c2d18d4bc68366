using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Cli.Watching;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class LoadProgressTests
{
    [Fact]
    public void It_is_told_at_most_once_a_second_and_when_it_is_done()
    {
        var clock = new FakeTimeProvider();
        var seen = new EventLog();
        var progress = new LoadProgress(Happenings.FirstRun, clock, seen);

        progress.Report(0.1);
        progress.Report(0.2);
        clock.Advance(TimeSpan.FromSeconds(1));
        progress.Report(0.3);
        progress.Report(0.3);
        progress.Report(1);

        Assert.Equal([0.1, 0.3, 1], seen.Of<SessionEvent.LoadProgressed>().Select(told => told.Share));
    }

    [Fact]
    public void The_live_line_shows_the_share_where_it_is_known_and_the_time_it_takes_where_not()
    {
        var state = new ProgressState().After(Happenings.Started()).After(Happenings.Loading(Happenings.FirstRun));

        Assert.Contains("loading, for 12 s", Text(state), StringComparison.Ordinal);
        Assert.Contains("loading 45 %, for 12 s", Text(state.After(new SessionEvent.LoadProgressed(Happenings.FirstRun, 0.45))), StringComparison.Ordinal);
    }

    private static string Text(ProgressState state)
    {
        using var writer = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Ansi = Spectre.Console.AnsiSupport.No, Out = new Spectre.Console.AnsiConsoleOutput(writer) });
        console.Profile.Width = 200;
        console.Write(LiveProgress.Picture(state, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(12)));
        return writer.ToString();
    }
}
