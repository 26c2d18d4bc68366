using LlmObs.Collector.Servers;

namespace LlmObs.Collector.Tests.Servers;

public sealed class ListenerLookupTests : IDisposable
{
    private const int Port = 11434;
    private readonly ProcTree _proc = new();

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData("tcp", "0100007F")]
    [InlineData("tcp", "00000000")]
    [InlineData("tcp6", "00000000000000000000000000000000")]
    [InlineData("tcp6", "00000000000000000000000001000000")]
    public void The_listener_is_found_by_its_socket_on_either_family(string family, string address)
    {
        _proc.Start(10, 1, sockets: 5).Listen(Port, 6, family: family, address: address).Start(11, 1, sockets: [4, 6]);

        Assert.Equal(new ListenerSearch.Found(new ProcessId(11, 11)), _proc.Table.ListenerOf(Port));
    }

    [Fact]
    public void A_connection_from_that_port_is_no_listener()
    {
        _proc.Listen(Port, 6, state: "01").Start(11, 1, sockets: 6);

        Assert.StartsWith($"Nobody listens on port {Port}", Reason(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_parent_and_workers_that_share_the_socket_the_parent_is_taken()
    {
        _proc.Listen(Port, 6).Start(12, 30, started: 200, sockets: 6).Start(30, 1, started: 100, sockets: 6);

        Assert.Equal(new ListenerSearch.Found(new ProcessId(30, 100)), _proc.Table.ListenerOf(Port));
    }

    [Fact]
    public void The_system_that_keeps_a_services_socket_is_not_the_server()
    {
        _proc.Listen(Port, 6).Start(1, 0, "systemd", sockets: 6);
        Assert.Contains("has not been started yet", Reason(), StringComparison.Ordinal);

        _proc.Start(40, 1, "ollama", sockets: 6);

        Assert.Equal(new ListenerSearch.Found(new ProcessId(40, 40)), _proc.Table.ListenerOf(Port));
    }

    [Theory]
    [InlineData("docker-proxy"), InlineData("rootlessport"), InlineData("ssh")]
    public void Who_only_passes_connections_on_is_not_the_server(string name)
    {
        _proc.Listen(Port, 6).Start(11, 1, name, sockets: 6);

        Assert.Equal($"On port {Port} listens {name}, which only passes connections on to a server in a container or on another machine. Run a Collector there.", Reason());
    }

    [Fact]
    public void A_listener_that_may_not_be_looked_into_has_its_reason()
    {
        _proc.Listen(Port, 6, user: 998).Start(11, 1);

        Assert.Contains(Environment.IsPrivilegedProcess ? "runs in a container of its own" : "as another user (number 998)", Reason(), StringComparison.Ordinal);
    }

    private string Reason() => Assert.IsType<ListenerSearch.Absent>(_proc.Table.ListenerOf(Port)).Reason;
}
