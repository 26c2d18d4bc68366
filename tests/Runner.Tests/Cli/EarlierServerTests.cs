using System.Net;
using System.Net.Sockets;
using LlmObs.Runner.Cli;

namespace LlmObs.Runner.Tests.Cli;

public sealed class EarlierServerTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public void A_simulator_that_still_listens_is_the_one_to_go_on_with(bool listens)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        if (!listens)
            listener.Stop();
        _llmobs.Write("session.json", $$"""{"server":{"address":"{{address}}","isSimulated":true } }""");

        Assert.Equal(listens ? address : "simulator", EarlierServer.Of(_llmobs.Folder));
    }
}
