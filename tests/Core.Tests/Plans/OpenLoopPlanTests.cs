using System.Text.Json.Nodes;
using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>How a plan asks for load at given rates, and what can be wrong with it.</summary>
public sealed class OpenLoopPlanTests
{
    [Theory]
    [InlineData("""{"requestsPerSecond":[]}""", "settings.openLoop.requestsPerSecond", "sends nothing")]
    [InlineData("""{"requestsPerSecond":[0],"requests":5}""", "settings.openLoop.requestsPerSecond[0]", "0 requests a second cannot be offered")]
    [InlineData("""{"requestsPerSecond":[1,1],"requests":5}""", "settings.openLoop.requestsPerSecond[1]", "stands there before")]
    [InlineData("""{"requestsPerSecond":[1]}""", "settings.openLoop", "Nothing ends it")]
    [InlineData("""{"requestsPerSecond":[1],"requests":0}""", "settings.openLoop.requests", "0 requests cannot be measured")]
    [InlineData("""{"requestsPerSecond":[1],"duration":"0 s"}""", "settings.openLoop.duration", "leaves no time")]
    [InlineData("""{"requestsPerSecond":[100],"duration":"1 h"}""", "settings.openLoop.duration", "about 360000 requests")]
    [InlineData("""{"requestsPerSecond":[0.01],"duration":"10 s"}""", "settings.openLoop.duration", "hardly one begins")]
    [InlineData("""{"requestsPerSecond":[1],"requests":5,"mostInFlight":0}""", "settings.openLoop.mostInFlight", "0 requests under way")]
    [InlineData("""{"requestsPerSecond":[1],"requests":5,"arrivals":"random"}""", "settings.openLoop.arrivals", "\"random\" does not fit")]
    public void What_is_wrong_with_an_open_loop_is_said_where_it_is(string written, string place, string problem) =>
        Assert.Contains(Problems("openLoop", written), one => one.Path == place && one.Problem.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"case":"shrot"}""", "settings.rateSweep.case", "\"shrot\" is not in the plan")]
    [InlineData("""{"firstRequestsPerSecond":0}""", "settings.rateSweep.firstRequestsPerSecond", "0 requests a second")]
    [InlineData("""{"maximumRequestsPerSecond":0.1}""", "settings.rateSweep.maximumRequestsPerSecond", "0.1 is less than firstRequestsPerSecond (0.25)")]
    [InlineData("""{"requestsPerRate":19}""", "settings.rateSweep.requestsPerRate", "19 requests tell no p95")]
    [InlineData("""{"timeToFirstTokenBound":"0 s"}""", "settings.rateSweep.timeToFirstTokenBound", "leaves no time")]
    [InlineData("""{"precision":0}""", "settings.rateSweep.precision", "0 is no distance")]
    [InlineData("""{"mostInFlight":2000}""", "settings.rateSweep.mostInFlight", "2000 requests under way")]
    public void What_is_wrong_with_a_rate_sweep_is_said_where_it_is(string written, string place, string problem) =>
        Assert.Contains(Problems("rateSweep", written), one => one.Path == place && one.Problem.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_ramp_is_bounded() => Assert.Contains(Problems("ramp", "\"2 h\""), one => one.Path == "settings.ramp");

    [Fact]
    public void A_pass_without_the_loop_and_the_loop_without_a_pass_are_told()
    {
        var pass = SmallPlan.Read(plan => plan["cases"]![0]!["passes"] = new JsonArray("speed", "openLoop"));
        var loop = SmallPlan.Read(plan => plan["settings"]!["openLoop"] = JsonNode.Parse("""{"requestsPerSecond":[1],"requests":5}"""));

        Assert.Equal("cases[0].passes", Assert.Single(pass.Problems).Path);
        Assert.Equal(("settings.openLoop", "No case is sent in it."), Assert.Single(loop.Problems) is var one ? (one.Path, one.Problem) : default);
    }

    [Fact]
    public void Its_requests_follow_the_closed_loops_in_every_block_at_the_same_times_for_every_variant()
    {
        var blocks = RunMatrix.Expand(Offered(), SmallPlan.Options());

        var runs = blocks.SelectMany(block => block.Runs).ToList();
        Assert.True(runs.Count > 2, "Two blocks of two variants.");
        Assert.All(runs, run => Assert.Equal(6, run.Requests.Count(request => request.Arrival is not null)));
        Assert.Single(runs.Select(run => string.Join(' ', Arriving(run).Select(request => $"{request.Arrival!.RequestsPerSecond} {request.Arrival.After} {request.Nonce}"))).Distinct());
        Assert.Equal(["first/b1/alpha-q4/openloop/short/r0.5/0", "first/b1/alpha-q4/openloop/short/r0.5/1", "first/b1/alpha-q4/openloop/short/r0.5/2", "first/b1/alpha-q4/openloop/short/r4/0"], Arriving(runs.First(run => run.Id == "first/b1/alpha-q4")).Take(4).Select(request => request.Id));
        Assert.All(runs.SelectMany(Arriving), request => Assert.Equal((Pass.OpenLoop, 9, 64), (request.Pass, request.Concurrency, request.MaxTokens)));
        Assert.Equal(runs[0].Requests.Count, runs[0].Requests.Select(request => request.Id).Distinct().Count());
    }

    [Fact]
    public void Its_time_is_in_the_estimate()
    {
        var without = PlanEstimate.Of(RunMatrix.Expand(Offered() is var plan ? plan with { Settings = plan.Settings with { OpenLoop = null } } : null!, SmallPlan.Options())).Duration;

        var with = PlanEstimate.Of(RunMatrix.Expand(Offered(), SmallPlan.Options())).Duration;

        Assert.InRange((with - without).TotalSeconds, 5 * (3 / 0.5 * 0.3), 5 * 60);
    }

    private static IEnumerable<PlannedRequest> Arriving(Run run) => run.Requests.Where(request => request.Arrival is not null);

    private static Plan Offered() => SmallPlan.Create() is var plan ? plan with
    {
        Cases = [plan.Cases[0] with { Passes = [Pass.Speed, Pass.OpenLoop] }, plan.Cases[1]],
        Settings = plan.Settings with { OpenLoop = new OpenLoop { RequestsPerSecond = [0.5, 4], Requests = 3, MostInFlight = 9 } },
    } : null!;

    private static IReadOnlyList<PlanProblem> Problems(string member, string written) => SmallPlan.Read(plan =>
    {
        plan["settings"]![member] = JsonNode.Parse(written);
        if (member == "openLoop")
            plan["cases"]![0]!["passes"] = new JsonArray("speed", "openLoop");
    }).Problems;
}
