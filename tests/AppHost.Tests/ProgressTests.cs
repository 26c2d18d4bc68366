namespace LlmObs.AppHost.Tests;

public sealed class ProgressTests
{
    private static readonly Uri Page = new("http://localhost:5180/");
    private static readonly RunnerState Running = new("The Simulator is measured.", "tiny-1", 1, 4, null);

    [Fact]
    public void A_session_is_told_once_and_its_result_once()
    {
        Assert.Equal(["The Simulator is measured.", "tiny-1: 4 measured requests. Watch it at http://localhost:5180/"], Progress.Lines(null, Running, Page));
        Assert.Empty(Progress.Lines(Running, Running, Page));

        var over = Running with { Text = "tiny-1 is complete.", Ended = new EndedSession("tiny-1", 0, "a table") };
        Assert.Equal(["a table", "Page:   http://localhost:5180/sessions/tiny-1/"], Progress.Lines(Running, over, Page));
        Assert.Empty(Progress.Lines(over, over, Page));
    }

    [Fact]
    public void A_session_that_is_resumed_and_ends_again_is_told_again()
    {
        var interrupted = Running with { Ended = new EndedSession("tiny-1", 130, "half a table") };
        var complete = interrupted with { Ended = new EndedSession("tiny-1", 0, "a table") };

        Assert.Contains("a table", Progress.Lines(interrupted, complete, Page));
    }

    [Fact]
    public void What_never_began_has_no_page()
    {
        var refused = new RunnerState("No model is loaded.", null, 0, 0, new EndedSession("20260101-000000", 2, "No model is loaded."));

        Assert.Equal(["No model is loaded."], Progress.Lines(null, refused, Page));
    }

    [Fact]
    public void Who_stops_everything_in_the_middle_is_told_how_to_go_on()
    {
        Assert.Equal("tiny-1 stops after 1 of 4 measured requests; they are kept. Go on with: dotnet run --project src/Runner -- run --resume results/tiny-1", Progress.Farewell(Running, "results"));
        Assert.Null(Progress.Farewell(Running with { Ended = new EndedSession("tiny-1", 0, "a table") }, "results"));
        Assert.Null(Progress.Farewell(null, "results"));
    }
}
