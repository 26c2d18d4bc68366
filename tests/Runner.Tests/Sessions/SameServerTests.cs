using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class SameServerTests
{
    private static readonly ServerIdentity LmStudio = new() { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://127.0.0.1:1234/") };

    [Theory, InlineData("http://localhost:1234/"), InlineData("http://127.0.0.1:1234/")]
    public void The_same_server_by_another_name_goes_on(string address) =>
        Assert.Null(SameServer.WhyNot(LmStudio, LmStudio with { Address = new Uri(address), Version = "0.4.1" }));

    [Theory]
    [InlineData("lm_studio", "http://127.0.0.1:1235/", false)]
    [InlineData("lm_studio", "http://mac:1234/", false)]
    [InlineData("llama_cpp", "http://127.0.0.1:1234/", false)]
    [InlineData("lm_studio", "http://127.0.0.1:1234/", true)]
    public void Another_address_or_kind_is_refused_with_what_to_do(string kind, string address, bool isSimulated)
    {
        var reason = SameServer.WhyNot(LmStudio, LmStudio with { Kind = kind, Address = new Uri(address), IsSimulated = isSimulated });

        Assert.EndsWith("Name the earlier one with --server http://127.0.0.1:1234, or start a new session.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_Simulator_is_as_good_as_another() =>
        Assert.Null(SameServer.WhyNot(LmStudio with { IsSimulated = true }, LmStudio with { IsSimulated = true, Address = new Uri("http://127.0.0.1:9/") }));

    [Fact]
    public async Task A_session_is_not_resumed_on_another_server()
    {
        await using var bench = await SessionBench.StartAsync();
        var request = bench.Request(SessionPlans.Of(SessionPlans.Q8));
        await bench.RunAsync(new DisturbedServer(bench.Server) { Identity = LmStudio }, request, TestContext.Current.CancellationToken);
        var entries = bench.Entries().Count;
        var other = new DisturbedServer(bench.Server) { Identity = LmStudio with { Address = new Uri("http://127.0.0.1:9/") } };

        var outcome = await bench.RunAsync(other, request with { Resume = bench.Session }, TestContext.Current.CancellationToken);

        Assert.Contains("must not meet", Assert.Single(Assert.IsType<SessionOutcome.Refused>(outcome).Problems), StringComparison.Ordinal);
        Assert.Equal(entries, bench.Entries().Count);
    }
}
