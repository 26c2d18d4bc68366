using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class StartNoticesTests
{
    [Fact]
    public async Task A_model_loaded_before_is_told_to_give_one_load_and_how_to_get_more()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(SessionPlans.Key);

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6).With(settings => settings with { Blocks = 2 }));

        Assert.Equal(
            "demo-coder@q8_0 is loaded already and stays so: all 2 blocks count as one load, and one load has no interval. For 2 loads start with --yes, which unloads it now and loads it again at the end, or unload it first: lms unload demo-coder@q8_0",
            Assert.Single(bench.Seen.Notices));
    }

    [Fact]
    public async Task One_loaded_before_with_less_context_than_the_plan_asks_is_to_be_unloaded()
    {
        await using var bench = await SessionBench.StartAsync();
        await bench.LoadAsync(SessionPlans.Key, contextTokens: 4096);

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { ContextTokens = 32_768 }));

        Assert.Equal(
            "demo-coder@q8_0 was asked for with a context of 32,768 tokens, but is loaded with 4,096. "
                + "It was loaded before this session: unload it (lms unload demo-coder@q8_0) and go on with --resume, then it is loaded as the plan asks.",
            Assert.Single(bench.Entries().OfType<JournalEntry.Load>()).Failure);
    }

    [Theory]
    [InlineData("LM Studio", "latest", null)]
    [InlineData("lm studio", null, null)]
    [InlineData("LM Studio", "99.0", "server version: The plan asks for LM Studio 99.0 or later, and this one is 0.1.0.")]
    [InlineData("vLLM", null, "server version: The plan is made for vLLM, and this is LM Studio (simulated): its figures are not those the plan asks for.")]
    public async Task A_server_other_than_the_plan_asks_for_is_told_once(string name, string? version, string? expected)
    {
        await using var bench = await SessionBench.StartAsync();

        await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { Server = new ServerRequirement { Name = name, Version = version } }));

        Assert.Equal(expected is null ? [] : [expected], bench.Seen.Notices);
    }
}
