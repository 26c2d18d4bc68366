using LlmObs.Runner.Tests.Servers.Dialects;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

/// <summary><c>llmobs servers --server</c>: exactly that address is asked.</summary>
public sealed class ServersTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task The_one_that_is_named_is_shown_and_no_other()
    {
        await using var named = await SimulatorHost.StartAsync(new SimulatorOptions { Dialect = SimulatedDialect.Ollama }, Cancel);
        await using var other = await FakeLmStudio.StartAsync(Cancel);
        using var llmobs = new CommandLine { LocalPorts = [other.Address.Port] };

        var told = await llmobs.RunAsync("servers", "--server", $"localhost:{named.Address.Port}/v1");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("Ollama (simulated)", told.Output, StringComparison.Ordinal);
        Assert.Contains("demo-coder:q8_0", told.Output, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task The_Simulator_can_be_named()
    {
        var told = await _llmobs.RunAsync("servers", "--server", "simulator");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("LM Studio (simulated)", told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("://", "--server: \"://\" is no server address. Write one such as http://127.0.0.1:1234.")]
    [InlineData("", "--server: The server address is empty.")]
    [InlineData("ftp://mac", "--server: \"ftp://mac\" starts with ftp://. A server is reached with http:// or https://.")]
    [InlineData("http://127.0.0.1:9", "Nothing listens at http://127.0.0.1:9.")]
    public async Task What_is_wrong_with_it_is_said(string server, string expected)
    {
        var told = await _llmobs.RunAsync("servers", "--server", server);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task Its_value_may_not_be_missing()
    {
        var told = await _llmobs.RunAsync("servers", "--server");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("--server: its value is missing.", told.Error, StringComparison.Ordinal);
    }
}
