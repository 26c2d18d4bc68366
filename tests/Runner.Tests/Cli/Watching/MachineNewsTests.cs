using LlmObs.Conditions;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Cli.Watching;

/// <summary>What people are told of the machine while a session goes on.</summary>
public sealed class MachineNewsTests
{
    private static readonly SessionEvent.CoolingDown Cooling = new(Happenings.Blocks[1], "cpu 71 °C, waits for ≤ 58 °C", TimeSpan.FromMinutes(8));

    [Fact]
    public void The_progress_line_says_what_a_block_waits_for_and_how_long_at_most()
    {
        var state = new ProgressState().After(Happenings.Started()).After(Happenings.Loading(Happenings.FirstRun)).After(Cooling);

        Assert.Equal("cooling down: cpu 71 °C, waits for ≤ 58 °C, at most 8 min more", state.Doing);
        Assert.Null(state.Run);
        Assert.Equal("loading", state.After(Happenings.Loading(Happenings.FirstRun)).Doing);
    }

    [Fact]
    public async Task Of_a_wait_a_log_has_its_beginning_and_its_end()
    {
        var output = new StringWriter();
        var lines = new PlainLines(output, TextWriter.Null);

        lines.On(Cooling);
        lines.On(Cooling with { WaitsFor = "cpu 65 °C, waits for ≤ 58 °C" });
        lines.On(new SessionEvent.CooledDown(Cooling.Block, Wait(limitReached: false)));
        lines.On(Cooling);
        lines.On(new SessionEvent.CooledDown(Cooling.Block, Wait(limitReached: true)));
        await lines.DisposeAsync();

        Assert.Equal(
            [
                "Block 2: cooling down: cpu 71 °C, waits for ≤ 58 °C, at most 8 min more",
                "Cooled down in 90.0 s.",
                "Block 2: cooling down: cpu 71 °C, waits for ≤ 58 °C, at most 8 min more",
                "Block 2 begins after 90.0 s of waiting, the plan's limit, and its first run is flagged: cpu 60 °C, waits for ≤ 58 °C.",
            ],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(GateEnd.Near, "Cooled down in 90.0 s.")]
    [InlineData(GateEnd.Time, "Waited for 90.0 s until the time to stop at: cpu 60 °C, waits for ≤ 58 °C.")]
    [InlineData(GateEnd.NotKnown, "Block 2 begins after 90.0 s of waiting: cpu 60 °C, waits for ≤ 58 °C.")]
    public void Only_a_machine_that_was_seen_to_be_cool_has_cooled_down(GateEnd end, string told) =>
        Assert.Equal(told, RunNews.Of(new SessionEvent.CooledDown(Cooling.Block, Wait(limitReached: false) with { End = end })));

    [Fact]
    public async Task A_flagged_run_is_told_with_what_was_seen()
    {
        var output = new StringWriter();
        var lines = new PlainLines(output, TextWriter.Null);

        lines.On(new SessionEvent.Flagged(Happenings.FirstRun, [new RunFlag(RunFlagKind.Throttled, "thermal pressure up to 2 of 4"), new RunFlag(RunFlagKind.Swapped, "swap grew by 2.00 GiB")]));
        await lines.DisposeAsync();

        Assert.Equal("v [q4]: throttled (thermal pressure up to 2 of 4); swapped (swap grew by 2.00 GiB). Its speeds stay in, and the run is flagged.", output.ToString().TrimEnd());
    }

    private static GateWait Wait(bool limitReached) => new() { WaitedSeconds = 90, LimitReached = limitReached, WaitedFor = "cpu 60 °C, waits for ≤ 58 °C" };
}
