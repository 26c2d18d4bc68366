using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LlmObs.Hardware;

namespace LlmObs.Collector.Tests.Proofs;

/// <summary>The real Collector as a process of its own, asked to watch this test as if it were an LLM server: it listens, and what it starts are its workers.</summary>
internal sealed class CollectorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TcpListener _listener;
    private readonly List<Process> _workers = [];

    private CollectorProcess(Process process, TcpListener listener) => (_process, _listener) = (process, listener);

    public HttpClient Http { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public static async Task<CollectorProcess> StartAsync(string interval, int workers = 0)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "llmobs-collector.dll"), "--port", "0", "--interval", interval])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null },
        })!;
        var collector = new CollectorProcess(process, listener);
        try
        {
            await collector.BeWatchedAsync(workers);
            return collector;
        }
        catch
        {
            await collector.DisposeAsync();
            throw;
        }
    }

    /// <summary>A worker of the watched server, ended with it.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var worker = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        _workers.Add(worker);
        return worker;
    }

    /// <summary>
    /// Time on a processor so far by thread, to the nanosecond: the kernel's other figure comes in steps of 10 ms.
    /// </summary>
    public IReadOnlyDictionary<string, long> ProcessorNanoseconds() =>
        Directory.EnumerateDirectories($"/proc/{_process.Id}/task").Select(thread => (thread, Text: Read(Path.Combine(thread, "schedstat"))))
            .Where(one => one.Text is not null).ToDictionary(one => one.thread, one => long.Parse(one.Text!.Split(' ')[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Waits for the first sample from that moment on.</summary>
    public async Task<HostSample> SampleFromAsync(DateTimeOffset moment)
    {
        while (true)
        {
            var lines = await Http.GetStringAsync(new Uri($"samples?from={Uri.EscapeDataString(moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}", UriKind.Relative), Stopped);
            if (lines.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var first, ..])
                return HostJson.Read<HostSample>(first);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stopped);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _listener.Dispose();
        foreach (var process in _workers.Append(_process))
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    private async Task BeWatchedAsync(int workers)
    {
        // nobody reads what it complains of, but a pipe that is full would stop it
        _process.BeginErrorReadLine();
        var said = await _process.StandardOutput.ReadLineAsync(Stopped);
        var address = said?.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"The Collector does not say where it is: {said}");
        Http.BaseAddress = new Uri(address);
        for (var worker = 0; worker < workers; worker++)
            Start("sleep", "600");
        using var watched = await Http.PutAsync(new Uri($"servers/{Port}", UriKind.Relative), content: null, Stopped);
        var server = HostJson.Read<ServerProcesses>(await watched.Content.ReadAsStringAsync(Stopped));
        Assert.Null(server.Reason);
        Assert.True(server.Processes.Count > workers, "The workers were not seen.");
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
