using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost.Tests;

public sealed class FixedPortsTests
{
    [Fact]
    public void Nothing_said_is_nothing_fixed()
    {
        var ports = Ports();

        Assert.Null(ports.Of(Resources.Runner));
        Assert.Empty(ports.Mistakes());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("")]
    public void What_is_no_port_is_told(string text) =>
        Assert.Equal([$"Collector:Port={text}: that is no port. Write one from 1 to 65535, or leave it out for a free one."], Ports(("Collector:Port", text)).Mistakes());

    [Fact]
    public void A_slip_in_the_name_is_told() =>
        Assert.Equal(["Runner:Prot=5180: there is no such setting. Write Runner:Port=… for a fixed port."], Ports(("Runner:Prot", "5180")).Mistakes());

    [Fact]
    public void A_port_for_two_is_told_once()
    {
        var mistake = Assert.Single(Ports(("Runner:Port", "5180"), ("Grafana:Port", "5180")).Mistakes());

        Assert.StartsWith("Runner:Port and Grafana:Port=5180: two cannot listen", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_is_taken_as_long_as_somebody_listens()
    {
        int port;
        using (var other = new TcpListener(IPAddress.Loopback, 0))
        {
            other.Start();
            port = ((IPEndPoint)other.LocalEndpoint).Port;
            Assert.Contains("is taken", Assert.Single(Ports(("Prometheus:Port", $"{port}")).Mistakes()), StringComparison.Ordinal);
        }

        var ports = Ports(("Prometheus:Port", $"{port}"));
        Assert.Empty(ports.Mistakes());
        Assert.Equal(port, ports.Of("prometheus"));
    }

    private static FixedPorts Ports(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value, StringComparer.Ordinal)).Build());
}
