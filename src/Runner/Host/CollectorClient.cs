using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LlmObs.Hardware;

namespace LlmObs.Runner.Host;

/// <summary>Asks a Collector what the machine did. The Simulator answers the same question for the machine it simulates.</summary>
public sealed class CollectorClient(Uri address) : IDisposable
{
    private const string NoMachine = "The run has no figures of the machine; its speeds are not touched by that.";

    private const string NoServer = "The run has no figures of the server's own processes; those of the machine do not depend on that.";

    /// <summary>Asked between runs only. A Collector that hangs costs its figures and no more time than this.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Limit };

    public Uri Address => address;

    /// <summary>What was kept of a time, oldest first.</summary>
    /// <exception cref="CollectorException">It is not there, or what answers is no Collector.</exception>
    public Task<IReadOnlyList<HostSample>> SamplesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"samples?from={Text(from)}&to={Text(to)}", Lines, NoMachine, cancellationToken);

    /// <summary>Asks it to watch the server that listens on this port of its machine, and for the server's processes as they are now.</summary>
    /// <exception cref="CollectorException">It is not there, or what answers is no Collector.</exception>
    public Task<ServerProcesses> WatchServerAsync(int port, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Put, string.Create(CultureInfo.InvariantCulture, $"servers/{port}"), HostJson.Read<ServerProcesses>, NoServer, cancellationToken);

    /// <summary>Its machine, its sensors and what it lacks.</summary>
    /// <exception cref="CollectorException">It is not there, or what answers is no Collector.</exception>
    public Task<HostReport> ReportAsync(CancellationToken cancellationToken) => AskAsync(HttpMethod.Get, "machine", HostJson.Read<HostReport>, NoMachine, cancellationToken);

    private async Task<T> AskAsync<T>(HttpMethod method, string path, Func<string, T> read, string loss, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            request.Headers.Authorization = address is GuardedAddress guarded ? new AuthenticationHeaderValue("Bearer", guarded.Token) : null;
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                throw new CollectorException($"The Collector at {address} {(address is GuardedAddress ? "has another token than the one given" : "wants its token")}. Give it with --collector-token-file FILE or LLMOBS_COLLECTOR_TOKEN; it is what the Collector was started with.");
            response.EnsureSuccessStatusCode();
            return read(await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CollectorException($"The Collector at {address} does not tell what the machine did: {failure.Message} {loss}", failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private static IReadOnlyList<HostSample> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(HostJson.Read<HostSample>)];

    private static string Text(DateTimeOffset moment) => Uri.EscapeDataString(moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
}

/// <summary>The Collector could not be asked; the message is for people.</summary>
public sealed class CollectorException(string message, Exception? inner = null) : Exception(message, inner);
