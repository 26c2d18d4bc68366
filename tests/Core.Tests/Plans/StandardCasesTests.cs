using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>The prompts one can name without a plan are the 512 GB plan's own, to the letter.</summary>
public sealed class StandardCasesTests
{
    private static readonly Plan Plan = PlanFolder.Read("mac-512gb.json").Plan!;

    [Fact]
    public void They_are_the_plans_cases_for_every_model_in_its_order() =>
        Assert.Equal(Plan.Cases.Where(one => one.Models is null && one.Passes.Contains(Pass.Speed)).Select(one => one.Id), StandardCases.All.Select(one => one.Id));

    [Fact]
    public void Each_has_the_plans_category_and_budget()
    {
        Assert.All(StandardCases.All, standard =>
        {
            var planned = Plan.Cases.Single(one => one.Id == standard.Id);
            Assert.Equal((planned.Category, planned.MaxTokens), (standard.Category, standard.MaxTokens));
        });
    }

    /// <summary>With what the plan attaches: a case named without a plan has no folder to read it from.</summary>
    [Fact]
    public void Each_sends_what_the_plan_sends()
    {
        var sent = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1, Attachments = PlanFolder.Attachments(Plan) })[0].Runs[0].Requests.Where(request => request.Pass == Pass.Speed).ToList();

        Assert.All(StandardCases.All, standard =>
        {
            Assert.Empty(standard.Attachments);
            Assert.Equal(sent.First(request => request.Case == standard.Id).Text, standard.Prompt);
        });
    }
}
