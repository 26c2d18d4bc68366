using System.Net;
using System.Net.Sockets;

namespace LlmObs.AppHost;

/// <summary>A look at the usual ports of LLM servers on this machine. Who listens there, the Runner finds out.</summary>
public static class LocalServers
{
    /// <summary>LM Studio; llama.cpp and mlx_lm; Ollama; vLLM.</summary>
    public static IReadOnlyList<int> UsualPorts { get; } = [1234, 8080, 11434, 8000];

    /// <summary>Loopback answers or refuses at once; a firewall that keeps silent means no.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public static Task<IReadOnlyList<int>> OpenAsync(TimeProvider clock, CancellationToken cancellationToken) => OpenAsync(UsualPorts, clock, cancellationToken);

    public static async Task<IReadOnlyList<int>> OpenAsync(IReadOnlyList<int> ports, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var answers = await Task.WhenAll(ports.Select(port => ListensAsync(port, limit.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return [.. ports.Where((_, index) => answers[index])];
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken limit)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, limit);
            return true;
        }
        catch (Exception nobody) when (nobody is SocketException or OperationCanceledException)
        {
            // nobody there: that is what was asked
            return false;
        }
    }
}
