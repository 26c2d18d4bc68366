using System.Net.Http.Json;
using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class WrongModelTests
{
    [Fact]
    public async Task An_answer_of_another_model_is_a_failed_request_and_in_no_figure()
    {
        await using var bench = await SessionBench.StartAsync(new SimulatorOptions { TimeScale = 50, AnswersWithWrongModel = true });
        await bench.LoadAsync("demo-coder@q4_k_m");
        using var http = new HttpClient { BaseAddress = bench.Address };
        var ejecting = new Reaction<SessionEvent.Loaded>(loaded => Eject(http, loaded.Entry.InstanceId!));

        var outcome = await bench.RunAsync(SessionPlans.Of(SessionPlans.Q8), ejecting);

        Assert.Equal(SessionEnd.CompletedWithFailures, Assert.IsType<SessionOutcome.Ended>(outcome).End);
        var request = Assert.Single(bench.Entries().OfType<JournalEntry.Request>());
        Assert.Equal("wrong-model", Assert.IsType<RequestOutcome.Failed>(request.Outcome).Code);
        Assert.Contains("\"demo-coder@q4_k_m\" answered", request.Outcome.Reason, StringComparison.Ordinal);
        var result = Assert.Single(SessionReports.Rebuild(bench.Session));
        Assert.All(result.Cases.SelectMany(one => one.Figures.Values), Assert.Null);
        Assert.Contains("answered", result.Failure, StringComparison.Ordinal);
    }

    /// <summary>As a user of the server's own page may do in the middle of a session.</summary>
    private static void Eject(HttpClient http, string instance)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/models/unload") { Content = JsonContent.Create(new { instance_id = instance }) };
        using var answer = http.Send(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
