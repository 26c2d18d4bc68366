using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions;

public sealed class SameServerTests
{
    private static readonly ServerIdentity LmStudio = new() { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://127.0.0.1:1234/") };

    private static readonly LocalModel Model = new() { Key = "coder", Quantization = "Q8_0", FileSize = new DataSize(1000) };

    private static readonly JournalEntry.Load Measured = new() { At = DateTimeOffset.UnixEpoch, Run = "b1/q8", Variant = "q8", LoadId = "b1/q8#1", Model = Model };

    [Theory, InlineData("http://localhost:1234/"), InlineData("http://127.0.0.1:1234/")]
    public void The_same_server_by_another_name_goes_on(string address)
    {
        var now = LmStudio with { Address = new Uri(address), Version = "0.4.1" };

        Assert.Null(SameServer.WhyNot(LmStudio, now, [Measured], []));
        Assert.Null(SameServer.Moved(LmStudio, now, [Measured]));
    }

    [Theory]
    [InlineData("lm_studio", "http://mac:1234/", false, null)]
    [InlineData("llama_cpp", "http://127.0.0.1:1234/", false, null)]
    [InlineData("lm_studio", "http://127.0.0.1:1234/", true, null)]
    [InlineData("lm_studio", "http://127.0.0.1:1235/", false, "0.5.0")]
    public void Another_machine_kind_or_version_is_refused_with_what_to_do(string kind, string address, bool isSimulated, string? version)
    {
        var now = LmStudio with { Kind = kind, Address = new Uri(address), IsSimulated = isSimulated, Version = version };

        var reason = SameServer.WhyNot(LmStudio, now, [Measured], [Model]);

        Assert.EndsWith("Name the earlier one with --server http://127.0.0.1:1234, or start a new session.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_port_of_the_same_machine_goes_on_with_the_same_models_and_with_no_other()
    {
        var now = LmStudio with { Address = new Uri("http://localhost:41343/") };

        Assert.Null(SameServer.WhyNot(LmStudio, now, [Measured], [Model]));
        Assert.Equal("The session was begun on LM Studio at http://127.0.0.1:1234 and goes on at http://localhost:41343. Compared were machine, kind and the 1 model loaded there, by name, size and quantization: they are the same. LM Studio tells no version: whether that is the same is not known, and a runtime that differs is told at the next load.", SameServer.Moved(LmStudio, now, [Measured]));
        Assert.EndsWith("Compared were machine, kind, version (b1); no model was loaded there yet, so that none could be compared: they are the same.", SameServer.Moved(LmStudio with { Version = "b1" }, now with { Version = "b1" }, []), StringComparison.Ordinal);
        Assert.StartsWith("The session was begun on LM Studio at http://127.0.0.1:1234, and LM Studio at http://localhost:41343 has not the coder that was measured there.", SameServer.WhyNot(LmStudio, now, [Measured], [Model with { FileSize = new DataSize(1001) }]), StringComparison.Ordinal);
    }

    [Fact]
    public void One_Simulator_is_as_good_as_another() =>
        Assert.Null(SameServer.WhyNot(LmStudio with { IsSimulated = true }, LmStudio with { IsSimulated = true, Address = new Uri("http://127.0.0.1:9/") }, [], []));

    [Fact]
    public async Task A_session_is_not_resumed_on_another_server()
    {
        await using var bench = await SessionBench.StartAsync();
        var request = bench.Request(SessionPlans.Of(SessionPlans.Q8));
        await bench.RunAsync(new DisturbedServer(bench.Server) { Identity = LmStudio }, request, TestContext.Current.CancellationToken);
        var entries = bench.Entries().Count;
        var other = new DisturbedServer(bench.Server) { Identity = LmStudio with { Address = new Uri("http://mac:9/") } };

        var outcome = await bench.RunAsync(other, request with { Resume = bench.Session }, TestContext.Current.CancellationToken);

        Assert.Contains("must not meet", Assert.Single(Assert.IsType<SessionOutcome.Refused>(outcome).Problems), StringComparison.Ordinal);
        Assert.Equal(entries, bench.Entries().Count);
    }
}
