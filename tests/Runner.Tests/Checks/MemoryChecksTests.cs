using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Checks;

public sealed class MemoryChecksTests
{
    private static readonly Variant Medium = SessionPlans.Q6.Needing(50);
    private static readonly Variant Large = SessionPlans.Q8.Needing(50);

    [Theory]
    [InlineData(90, 100, "Ok: 90 GiB of 100 GiB free; q8, the largest, needs about 50 GiB.")]
    [InlineData(55, 100, "Ok: 55 GiB of 100 GiB free; q8, the largest, needs about 50 GiB.")]
    [InlineData(54, 100, "Warning: 54 GiB of 100 GiB free, and q8, the largest, needs about 50 GiB: 4 GiB would be left. Close what is not needed, or the machine may swap.")]
    [InlineData(49, 100, "Blocker: 49 GiB of 100 GiB free, and q8, the largest, needs about 50 GiB. Unload other models and close other programs first.")]
    [InlineData(40, 48, "Blocker: q8, the largest, needs about 50 GiB and this machine has 48 GiB. Leave that variant out (--only), or measure it on a larger machine.")]
    public void The_largest_variant_must_fit_and_leave_a_twentieth(long free, long total, string expected)
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(), Machine = Given.Machine(free, total) };

        Assert.Equal([expected], circumstances.Measuring(Medium, Large).Says(new MemoryCheck()));
    }

    [Fact]
    public void What_is_loaded_already_needs_no_more()
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(Given.Model("q8", isLoaded: true)), Machine = Given.Machine(5, 100) };

        Assert.Equal(["Ok: 5 GiB of 100 GiB free; nothing more is to be loaded."], circumstances.Measuring(Large).Says(new MemoryCheck()));
    }

    [Fact]
    public void A_server_that_loads_nothing_when_asked_needs_no_more()
    {
        var circumstances = Given.Nothing with { Server = Given.LlamaCpp(), Machine = Given.Machine(5, 100) };

        Assert.StartsWith("Ok: 5 GiB of 100 GiB free; this server is measured with what it has loaded", Assert.Single(circumstances.Measuring(Large).Says(new MemoryCheck())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_without_a_figure_is_taken_for_its_file_and_something_beside()
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(Given.Model("q8")), Machine = Given.Machine(5, 20) };

        Assert.StartsWith("Blocker: 5 GiB of 20 GiB free, and q8, the largest, needs about 6 GiB.", Assert.Single(circumstances.Measuring(SessionPlans.Q8).Says(new MemoryCheck())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_larger_than_the_plans_word_counts()
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(Given.Model("q8")), Machine = Given.Machine(50, 60) };

        Assert.Contains("q8, the largest, needs about 4 GiB", Assert.Single(circumstances.Measuring(SessionPlans.Q8.Needing(1)).Says(new MemoryCheck())), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_sizes_nothing_is_judged()
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(), Machine = Given.Machine(5, 100) };

        Assert.Equal(["Ok: 5 GiB of 100 GiB free; how much the plan's variants need is not known."], circumstances.Measuring(SessionPlans.Q8).Says(new MemoryCheck()));
    }

    [Fact]
    public void Where_nobody_watches_nothing_is_known()
    {
        Assert.Equal(["Unknown: not known how much is free: no Collector watches the machine under test."], Given.Nothing.Says(new MemoryCheck()));
        Assert.Equal(["Unknown: its limit is not known: no Collector watches the machine under test."], Given.Nothing.Says(new GpuMemoryCheck()));
        Assert.Equal(["Unknown: not known what else uses memory: no Collector watches the machine under test."], Given.Nothing.Says(new OtherProcessesCheck()));
    }

    [Theory]
    [InlineData(60, "Ok: the graphics processor may take 60 GiB; q8, the largest, needs about 50 GiB.")]
    [InlineData(51, "Warning: the graphics processor may take 51 GiB, and q8, the largest, needs about 50 GiB: little is left for its context. Ask for a smaller context if it does not load.")]
    [InlineData(49, "Blocker: the graphics processor may take 49 GiB, and q8, the largest, needs about 50 GiB. Leave that variant out (--only), or raise the limit: sudo sysctl iogpu.wired_limit_mb=…")]
    public void It_must_fit_into_what_the_graphics_processor_may_take(long limit, string expected)
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(), Machine = Given.Machine(90, 100, Given.Report with { GpuMemoryLimitBytes = limit * Given.Gib }) };

        Assert.Equal([expected], circumstances.Measuring(Large).Says(new GpuMemoryCheck()));
    }

    [Fact]
    public void A_limit_nothing_comes_near_is_only_told() =>
        Assert.Equal(["Ok: the graphics processor may take 464 GiB."], (Given.Nothing with { Machine = Given.Machine(9, 100, Given.Report with { GpuMemoryLimitBytes = 464 * Given.Gib }) }).Says(new GpuMemoryCheck()));

    [Theory]
    [InlineData(90, "Ok: the biggest: browser 9 GiB, mail 2 GiB.")]
    [InlineData(45, "Warning: the largest variant has too little room beside them: browser 9 GiB, mail 2 GiB. Close those that are not needed.")]
    public void Other_programs_are_named_and_called_in_the_way_when_they_are(long free, string expected)
    {
        var report = Given.Report with { BiggestProcesses = [new ProcessUse(7, "llama-server", 40 * Given.Gib), new ProcessUse(8, "browser", 9 * Given.Gib), new ProcessUse(9, "mail", 2 * Given.Gib)] };
        var machine = Given.Machine(free, 100, report);
        var watched = machine with { Samples = [machine.Latest!.WithServer(8080, new ServerMemory { Pids = [7] })] };

        Assert.Equal([expected], (Given.Nothing with { Server = Given.LmStudio(), Machine = watched }).Measuring(Large).Says(new OtherProcessesCheck()));
    }
}
