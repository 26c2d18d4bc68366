using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Checks;

public sealed class ServerEstimateCheckTests
{
    [Theory]
    [InlineData(false, "Ok: LM Studio itself estimates 190.5 GiB for q8, the largest; whether that is so nobody has seen.")]
    [InlineData(true, "Warning: LM Studio itself estimates 190.5 GiB for q8, the largest; whether that is so nobody has seen, and it will refuse to load it. Loosen the model loading guardrails in its settings, unload other models, or ask for less context.")]
    public void A_servers_own_estimate_is_told_as_its_word(bool isRefused, string expected)
    {
        var circumstances = Given.Nothing with
        {
            Server = Given.LmStudio(),
            Estimate = new ServerEstimate(SessionPlans.Q8, new MemoryEstimate(new DataSize((long)(190.5 * Given.Gib)), isRefused)),
        };

        Assert.Equal([expected], circumstances.Says(new ServerEstimateCheck()));
    }

    [Fact]
    public void Where_it_makes_none_there_is_no_line() => Assert.Empty((Given.Nothing with { Server = Given.LmStudio() }).Says(new ServerEstimateCheck()));
}
