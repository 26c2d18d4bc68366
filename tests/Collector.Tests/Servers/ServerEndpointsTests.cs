using System.Net;
using System.Net.Sockets;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Servers;

public sealed class ServerEndpointsTests
{
    [Theory]
    [InlineData("0"), InlineData("65536"), InlineData("-1"), InlineData("http"), InlineData("1e3"), InlineData("%201234")]
    public async Task What_is_no_port_is_answered_with_what_to_write(string port)
    {
        await using var collector = await RunningCollector.StartAsync();

        var (status, body) = await collector.PutAsync($"/servers/{port}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("such as /servers/1234", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_that_listens_on_this_machine_is_found_and_its_memory_is_in_the_next_sample()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var collector = await RunningCollector.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (_, body) = await collector.PutAsync($"/servers/{port}");
        collector.Clock.Advance(TimeSpan.FromSeconds(1));
        await collector.UntilAsync(samples: 2);

        var server = HostJson.Read<ServerProcesses>(body);
        Assert.Equal(Environment.ProcessId, server.Processes[0].Pid);
        Assert.InRange(server.Processes[0].ProportionalBytes!.Value, 10_000_000, Environment.WorkingSet * 2);
        var memory = (await collector.SamplesAsync())[^1].Servers[port];
        Assert.Contains(Environment.ProcessId, memory.Pids);
        Assert.InRange(memory.AnonymousBytes!.Value, 10_000_000, Environment.WorkingSet * 2);
    }
}
