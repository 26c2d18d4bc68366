using LlmObs.Measurements;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Sessions;
using Spectre.Console;

namespace LlmObs.Runner.Tests.Cli.Watching;

public sealed class LiveProgressTests
{
    [Fact]
    public void The_picture_shows_variant_case_request_speed_and_time_left()
    {
        var run = Happenings.FirstRun;
        var state = new ProgressState().After(Happenings.Started()).After(Happenings.Loading(run))
            .After(Happenings.Requested(run, run.Requests[0])).After(new SessionEvent.Requesting(run, run.Requests[1]));

        var picture = Render(console => console.Write(LiveProgress.Picture(state, TimeSpan.FromSeconds(5))));

        Assert.Equal("""
            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 1 of 4 measured requests
            v [q4]  hello  request 2 of 2  last 47.0 tok/s
            5 s gone, about 10 s left, by the pace so far

            """, picture);
    }

    [Fact]
    public async Task Failures_stay_on_the_screen_above_the_picture()
    {
        var (writer, run) = (new StringWriter(), Happenings.FirstRun);
        var live = new LiveProgress(Console(writer), TimeProvider.System);

        live.On(Happenings.Started());
        live.On(Happenings.Requested(run, run.Requests[0], new RequestOutcome.Truncated { Reason = "it broke [off]" }));
        live.On(new SessionEvent.Noticed("The disk is nearly full."));
        await live.DisposeAsync();

        Assert.Contains("v [q4] hello: truncated, it broke [off]", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("The disk is nearly full.", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_be_ended_twice()
    {
        var live = new LiveProgress(Console(new StringWriter()), TimeProvider.System);

        await live.DisposeAsync();
        await live.DisposeAsync();
    }

    private static string Render(Action<IAnsiConsole> write)
    {
        var writer = new StringWriter();
        write(Console(writer));
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static IAnsiConsole Console(StringWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = 140;
        return console;
    }
}
