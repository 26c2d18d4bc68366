using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Checks;

public sealed class ServerChecksTests
{
    private static readonly Circumstances OnLmStudio = Given.Nothing with { Server = Given.LmStudio(Given.Model("q8"), Given.Model("q6", isLoaded: true, context: 4096)) };

    [Fact]
    public void A_server_that_answers_is_told_with_what_it_has() =>
        Assert.Equal(["Ok: LM Studio 0.4.1 at http://127.0.0.1:1234 answers: 2 on its disk, 1 loaded."], OnLmStudio.Says(new ServerCheck()));

    [Fact]
    public void Without_a_server_nothing_can_be_measured() =>
        Assert.Equal(["Blocker: Nothing listens there. Start it."], (Given.Nothing with { ServerProblem = "Nothing listens there. Start it." }).Says(new ServerCheck()));

    [Fact]
    public void A_server_without_a_model_can_measure_nothing() =>
        Assert.Equal(["Blocker: LM Studio 0.4.1 at http://127.0.0.1:1234 answers and has no model. Fetch or load one there."], (Given.Nothing with { Server = Given.LmStudio() }).Says(new ServerCheck()));

    [Fact]
    public void The_Simulator_is_called_what_it_is()
    {
        var circumstances = Given.Nothing with { Server = Given.LmStudio(Given.Model("q8")).Simulated() with { Said = "No server was found, so the Simulator is measured." }, Machine = Given.Machine(500, 512) };

        Assert.StartsWith("Warning: No server was found, so the Simulator is measured. Models: 1 on its disk, 0 loaded.", Assert.Single(circumstances.Says(new ServerCheck())), StringComparison.Ordinal);
        Assert.All(Checklist.Look(circumstances).Where(line => line.Subject is "memory" or "GPU memory" or "power" or "other programs"), line => Assert.StartsWith("simulated: ", line.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, "Ok: LM Studio 0.4.1; the plan asks for none.")]
    [InlineData("lm studio", null, "Ok: LM Studio 0.4.1, as the plan asks.")]
    [InlineData("LM Studio", "0.4.0", "Ok: LM Studio 0.4.1, as the plan asks.")]
    [InlineData("LM Studio", "0.5", "Warning: The plan asks for LM Studio 0.5 or later, and this one is 0.4.1.")]
    [InlineData("LM Studio", "latest", "Unknown: LM Studio 0.4.1. The plan asks for the latest, which cannot be known here: look for an update in LM Studio itself.")]
    [InlineData("LM Studio", "3", "Unknown: LM Studio 0.4.1. The plan asks for \"3\", which no version can be held against.")]
    [InlineData("LM Studio", "0.3.x", "Unknown: LM Studio 0.4.1. The plan asks for \"0.3.x\", which no version can be held against.")]
    [InlineData("vLLM", "0.5", "Warning: The plan is made for vLLM, and this is LM Studio: its figures are not those the plan asks for.")]
    public void The_server_is_held_against_the_plans(string? name, string? version, string expected)
    {
        var server = name is null ? null : new ServerRequirement { Name = name, Version = version };

        Assert.Equal([expected], (OnLmStudio with { Plan = SessionPlans.Of().With(settings => settings with { Server = server }) }).Says(new ServerVersionCheck()));
    }

    [Fact]
    public void A_server_that_tells_no_version_is_not_taken_for_a_new_one()
    {
        var server = OnLmStudio.Server! with { Identity = OnLmStudio.Server!.Identity with { Version = null } };
        var plan = SessionPlans.Of().With(settings => settings with { Server = new ServerRequirement { Name = "LM Studio", Version = "0.4.0" } });

        Assert.Equal(["Warning: The plan asks for LM Studio 0.4.0 or later, and this one is of a version it does not tell."], (Given.Nothing with { Server = server, Plan = plan }).Says(new ServerVersionCheck()));
        Assert.Empty(Given.Nothing.Says(new ServerVersionCheck()));
    }

    [Fact]
    public void Models_in_memory_that_the_plan_does_not_measure_are_named_with_how_to_unload_them()
    {
        Assert.Equal(["Warning: in memory besides the plan's: q6 (4.3 GB). Run with --yes, which unloads them for the session and loads them again at the end, or unload what you do not need: lms unload q6"], OnLmStudio.Measuring(SessionPlans.Q8).Says(new OtherModelsCheck()));
        Assert.StartsWith("Ok: none in memory besides the plan's.", Assert.Single(OnLmStudio.Measuring(SessionPlans.Q6).Says(new OtherModelsCheck())), StringComparison.Ordinal);
        var router = Given.LlamaCpp(Given.Model("q6", isLoaded: true));
        router = router with { CanLoad = true, Words = new LlamaCppRouter.RouterWords(router.Identity) };
        Assert.Equal(["Warning: in memory besides the plan's: q6 (4.3 GB). Run with --yes, which unloads them for the session and loads them again at the end, or unload what you do not need: curl http://127.0.0.1:1234/models/unload -H 'Content-Type: application/json' -d '{\"model\":\"q6\"}'"], (Given.Nothing with { Server = router }).Says(new OtherModelsCheck()));
        Assert.Empty((Given.Nothing with { Server = Given.LlamaCpp(Given.Model("q6", isLoaded: true)) }).Says(new OtherModelsCheck()));
    }

    [Theory]
    [InlineData(4096, "Ok: the plan asks for 4,096 tokens; every variant whose limit is known takes that much.")]
    [InlineData(131_072, "Warning: the plan asks for 131,072 tokens, and less is to be had of q6 (4,096), q8 (100,000). Load it with more, or write a smaller contextTokens into the plan.")]
    public void The_context_the_plan_asks_for_must_be_had_of_its_models(int asked, string expected)
    {
        var circumstances = OnLmStudio with { Plan = SessionPlans.Of().With(settings => settings with { ContextTokens = asked }) };

        Assert.Equal([expected], circumstances.Measuring(SessionPlans.Q6, SessionPlans.Q8).Says(new ContextCheck()).Select(said => said.Replace("q8 (100,000), q6 (4,096)", "q6 (4,096), q8 (100,000)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_word_of_the_plan_the_longest_answer_must_fit()
    {
        var circumstances = Given.Nothing with { Server = Given.LlamaCpp(Given.Model("q8", isLoaded: true, context: 8)) };

        Assert.Equal(["Warning: the longest answer may have 12 tokens, and less is to be had of q8 (8). Load it with a larger context, or answers are cut off."], circumstances.Measuring(SessionPlans.Q8).Says(new ContextCheck()));
    }

    [Fact]
    public void The_longest_answer_is_that_of_the_quality_pass_where_there_is_one()
    {
        var plan = SessionPlans.Of() with { Cases = [SessionPlans.Of().Cases[0] with { Passes = [Pass.Speed, Pass.Quality] }] };
        var circumstances = Given.Nothing with { Plan = plan, Server = Given.LlamaCpp(Given.Model("q8", isLoaded: true, context: 4096)) };

        Assert.StartsWith("Warning: the longest answer may have 8,192 tokens, and less is to be had of q8 (4,096).", Assert.Single(circumstances.Measuring(SessionPlans.Q8).Says(new ContextCheck())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_nobody_tells_is_not_judged()
    {
        Assert.Equal(["Unknown: the longest answer may have 12 tokens; how much its models take is not known."], (Given.Nothing with { Server = Given.LmStudio() }).Measuring(SessionPlans.Q8).Says(new ContextCheck()));
        Assert.Empty(Given.Nothing.Says(new ContextCheck()));
    }

    [Fact]
    public void A_plan_is_told_with_how_much_of_it_can_be_measured()
    {
        var whole = OnLmStudio.Measuring(SessionPlans.Q8, SessionPlans.Q6);

        Assert.Equal(["Ok: small: 2 of 2 variants can be measured here."], whole.Says(new PlanCheck()));
        Assert.Equal(["Warning: small: 2 of 3 variants can be measured here. The others are left out; llmobs plan show tells how to fetch them."], (whole with { ToFetch = [SessionPlans.Missing] }).Says(new PlanCheck()));
        Assert.Equal(["Blocker: small: the server has nothing of it to measure. Load or fetch its models: llmobs plan show tells how."], (OnLmStudio with { ToFetch = [SessionPlans.Missing] }).Says(new PlanCheck()));
        Assert.Equal(["Blocker: q8: 2 local models match."], (whole with { PlanProblems = ["q8: 2 local models match."] }).Says(new PlanCheck()));
        Assert.Equal(["Unknown: small: without a server it is not known what can be measured."], Given.Nothing.Says(new PlanCheck()));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, "Ok: what is loaded lies in the graphics processor's memory as a whole.")]
    [InlineData(0.191, "Warning: q8 lies to 19 % in the processor's memory: its figures are those of a split model. Free graphics memory or load it with a smaller context, then look again.")]
    public void A_model_that_lies_half_with_the_processor_is_told(double? share, string? expected)
    {
        var model = Given.Model("q8", isLoaded: true);
        var server = Given.LlamaCpp(model with { Instances = [model.Instances[0] with { ProcessorShare = share }] });

        Assert.Equal(expected is null ? [] : [expected], (Given.Nothing with { Server = server }).Measuring(SessionPlans.Q8).Says(new PlacementCheck()));
    }
}
