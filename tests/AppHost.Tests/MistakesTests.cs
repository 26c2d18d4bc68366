using System.Net;
using System.Net.Sockets;

namespace LlmObs.AppHost.Tests;

[Collection(StartedAppHost.OneAtATime)]
public sealed class MistakesTests : IDisposable
{
    private readonly TinyPlan _plan = new();

    public MistakesTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "It starts the process with setsid.");

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task All_mistakes_of_the_options_are_told_at_once_and_end_with_2()
    {
        await using var host = new StartedAppHost(_plan.Folder, "--server", "ftp://127.0.0.1", "--api-key-env", "LLMOBS_NO_SUCH_KEY", "--plan", "quik");

        Assert.Equal(2, await host.EndAsync(TestContext.Current.CancellationToken));

        Assert.Equal(3, Complaints(host).Count);
        Assert.Contains("ftp://", Complaints(host)[0], StringComparison.Ordinal);
        Assert.Contains("\"LLMOBS_NO_SUCH_KEY\" is not set", Complaints(host)[1], StringComparison.Ordinal);
        Assert.Contains("Did you mean \"quick\"?", Complaints(host)[2], StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", host.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_and_ends_with_2()
    {
        await using var host = new StartedAppHost(_plan.Folder, "--server", "http://127.0.0.1:9", "--output", "results");

        Assert.Equal(2, await host.EndAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Nothing listens at http://127.0.0.1:9", Assert.Single(Complaints(host)), StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", host.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_plan.Results));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_line_and_ends_with_2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var host = new StartedAppHost(_plan.Folder, $"--Runner:Port={port}", "--Grafana:Port=none");

        Assert.Equal(2, await host.EndAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                $"llmobs: Runner:Port={port}: the port is taken, perhaps by another LlmObs. Write another, or leave it out for a free one.",
                "llmobs: Grafana:Port=none: that is no port. Write one from 1 to 65535, or leave it out for a free one.",
            ],
            host.Said.Split('\n').Where(line => !line.StartsWith("Using launch settings", StringComparison.Ordinal)));
    }

    private static List<string> Complaints(StartedAppHost host) => [.. host.Said.Split('\n').Where(line => line.StartsWith("llmobs: ", StringComparison.Ordinal))];
}
