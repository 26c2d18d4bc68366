using LlmObs.Conditions;
using LlmObs.Hardware;

namespace LlmObs.Tests.Conditions;

public sealed class RunMemoryTests
{
    private static readonly DateTimeOffset Began = new(2026, 2, 4, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_the_most_after_the_load_began_over_the_least_before()
    {
        var memory = RunMemory.Of([At(-3, 90), At(-2, 80), At(-1, 85), At(0, 85), At(5, 220), At(9, 210)], Began, "a test")!;

        Assert.Equal((80, 220, 140, 3), (memory.BaselineBytes, memory.PeakBytes, memory.OverBaselineBytes, memory.Samples));
        Assert.Equal("a test", memory.Source);
    }

    [Fact]
    public void What_somebody_else_took_seconds_before_the_load_is_not_the_runs_own()
    {
        var memory = RunMemory.Of([At(-9, 10), At(-8, 10), At(-5, 60), At(-2, 60), At(-1, 60), At(3, 160)], Began, "a test")!;

        Assert.Equal((60, 100), (memory.BaselineBytes, memory.OverBaselineBytes));
    }

    [Fact]
    public void What_the_run_before_still_gave_back_is_not_counted_against_it()
    {
        var memory = RunMemory.Of([At(-3, 90), At(-2, 70), At(-1, 40), At(3, 160)], Began, "a test")!;

        Assert.Equal(40, memory.BaselineBytes);
    }

    /// <summary>Mapped weights are available to Linux, and resident in the server.</summary>
    [Fact]
    public void The_larger_of_the_machines_and_the_servers_is_what_a_model_takes()
    {
        var (machine, server) = (RunMemory.Of([At(-1, 80), At(1, 90)], Began, "machine"), RunMemory.Of([At(-1, 10), At(1, 110)], Began, "server"));

        Assert.Equal(server, RunMemory.Larger(machine, server));
        Assert.Equal(server, RunMemory.Larger(server, machine));
        Assert.Equal(machine, RunMemory.Larger(machine, null));
        Assert.Equal(server, RunMemory.Larger(null, server));
        Assert.Null(RunMemory.Larger(null, null));
    }

    [Fact]
    public void Nobody_knows_it_without_a_sample_before_or_after()
    {
        Assert.Null(RunMemory.Of([At(1, 220)], Began, "a test"));
        Assert.Null(RunMemory.Of([At(-1, 80)], Began, "a test"));
        Assert.Null(RunMemory.Of([At(-1, null), At(1, 220)], Began, "a test"));
    }

    private static HostSample At(double seconds, long? used) => new() { At = Began + TimeSpan.FromSeconds(seconds), MemoryUsedBytes = used };
}
