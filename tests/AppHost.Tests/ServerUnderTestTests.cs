using System.Net;
using System.Net.Sockets;
using LlmObs.Runner.Servers;

namespace LlmObs.AppHost.Tests;

public sealed class ServerUnderTestTests
{
    [Fact]
    public void The_ports_looked_at_are_those_the_Runner_looks_at() =>
        Assert.Equal(new ServerConnector(TimeProvider.System).LocalPorts.Order(), LocalServers.UsualPorts.Order());

    [Fact]
    public async Task A_port_is_open_where_somebody_listens()
    {
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        closed.Start();
        var (open, shut) = (((IPEndPoint)listening.LocalEndpoint).Port, ((IPEndPoint)closed.LocalEndpoint).Port);
        closed.Stop();

        Assert.Equal([open], await LocalServers.OpenAsync([shut, open], TimeProvider.System, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("simulator", true)]
    [InlineData("http://127.0.0.1:1234", false)]
    public void A_Simulator_is_started_where_it_is_asked_for_or_nothing_else_is_there(string? named, bool expected) =>
        Assert.Equal(expected, new ServerUnderTest(named, []).NeedsSimulator);

    [Fact]
    public void A_server_that_listens_needs_no_Simulator_and_is_a_resource()
    {
        var server = new ServerUnderTest(null, [1234]);

        Assert.False(server.NeedsSimulator);
        Assert.Equal([("llm-server", new Uri("http://127.0.0.1:1234/"))], server.External());
    }

    [Fact]
    public void Of_several_servers_each_is_a_resource() =>
        Assert.Equal(["llm-server-1234", "llm-server-11434"], new ServerUnderTest(null, [1234, 11434]).External().Select(server => server.Name));

    [Theory]
    [InlineData("studio.local:1234", "http://studio.local:1234/")]
    [InlineData("https://10.0.0.7/llm", "https://10.0.0.7/llm")]
    [InlineData("simulator", null)]
    [InlineData("ftp://127.0.0.1", null)]
    [InlineData("http://127.0.0.1:1234/?a=b", null)]
    [InlineData("::", null)]
    public void What_cannot_be_read_as_an_address_is_left_to_the_Runner(string named, string? expected) =>
        Assert.Equal(expected, new ServerUnderTest(named, [8080]).External().SingleOrDefault().Address?.ToString());
}
