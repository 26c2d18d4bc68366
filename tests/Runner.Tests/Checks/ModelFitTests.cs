using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Checks;

public sealed class ModelFitTests
{
    private static readonly Variant Small = SessionPlans.Q6.Needing(10);
    private static readonly Variant Large = SessionPlans.Q8.Needing(50);
    private static readonly Variant Huge = SessionPlans.Missing.Needing(70);

    [Fact]
    public void All_that_do_not_fit_are_named_at_once_with_a_line_of_those_that_do() =>
        Assert.Equal(
            ["Blocker: 40 GiB of 100 GiB free, and 2 of 3 variants do not fit: q2 (about 70 GiB), q8 (about 50 GiB). Measure those that do: --only q6 – or unload other models and close other programs first."],
            On(free: 40).Measuring(Large, Small, Huge).Says(new MemoryCheck()));

    [Fact]
    public void The_line_names_only_what_fits_into_both_memories()
    {
        var circumstances = On(free: 60, limit: 30).Measuring(Large, Small, Huge);

        Assert.Contains(" 1 of 3 variants does not fit: q2 (about 70 GiB). Measure those that do: --only q6 ", Assert.Single(circumstances.Says(new MemoryCheck())), StringComparison.Ordinal);
        Assert.Equal(
            ["Blocker: the graphics processor may take 30 GiB, and 2 of 3 variants do not fit: q2 (about 70 GiB), q8 (about 50 GiB). Measure those that do: --only q6 – or raise the limit: sudo sysctl iogpu.wired_limit_mb=…"],
            circumstances.Says(new GpuMemoryCheck()));
    }

    [Fact]
    public void Where_none_fits_the_largest_is_named() =>
        Assert.StartsWith("Blocker: 40 GiB of 100 GiB free, and q2, the largest, needs about 70 GiB.", Assert.Single(On(free: 40).Measuring(Large, Huge).Says(new MemoryCheck())), StringComparison.Ordinal);

    private static Circumstances On(long free, long? limit = null) =>
        Given.Nothing with { Server = Given.LmStudio(), Machine = Given.Machine(free, 100, Given.Report with { GpuMemoryLimitBytes = limit * Given.Gib }) };
}
