using System.Diagnostics;
using System.Net;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>A real llama-server of our own: one slot, one thread, a port the system chose, gone with this object.</summary>
public sealed class LlamaServerProcess : IAsyncDisposable
{
    private const string Listening = "listening on ";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;
    private readonly LastLines _said;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private LlamaServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.Start();
        ProcessId = _process.Id;
        _said = LastLines.Of(_process, LookForAddress);
    }

    public Uri Address => _address.Task.Result;

    public int ProcessId { get; }

    /// <summary>Its last lines, for the message of a test that fails.</summary>
    public string Said => _said.ToString();

    /// <summary>Starts one and returns when <c>/health</c> says that the model is loaded.</summary>
    public static Task<LlamaServerProcess> StartAsync(
        LlamaTools tools, string model, IReadOnlyList<string> moreArguments, CancellationToken cancellationToken) =>
        StartAsync(tools, ["--model", model, "--parallel", "1", .. Arguments, .. moreArguments], cancellationToken);

    /// <summary>Starts a router over the files of a folder. It loads nothing by itself.</summary>
    public static Task<LlamaServerProcess> StartRouterAsync(LlamaTools tools, string folder, CancellationToken cancellationToken) =>
        StartAsync(tools, ["--models-dir", folder, "--no-models-autoload", .. Arguments], cancellationToken);

    private static async Task<LlamaServerProcess> StartAsync(LlamaTools tools, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var server = new LlamaServerProcess(new ProcessStartInfo(tools.Server, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var ready = false;
        try
        {
            await server.BecomeReadyAsync(cancellationToken);
            ready = true;
            return server;
        }
        finally
        {
            if (!ready)
                await server.DisposeAsync();
        }
    }

    /// <summary>A hard end, for this process alone: asked politely, llama-server lingers up to 30 s over a stream left open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <summary>With port 0 the system chooses and the server says which: no gap in which another test could take it.</summary>
    private static IEnumerable<string> Arguments =>
        ["--host", "127.0.0.1", "--port", "0", "--threads", "1", "--ctx-size", "4096", "--chat-template", "chatml", "--no-webui", "--log-colors", "off"];

    private void LookForAddress(string line)
    {
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0 && Uri.TryCreate(line[(at + Listening.Length)..].Trim(), UriKind.Absolute, out var address))
            _address.TrySetResult(address);
    }

    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        while (!await IsHealthyAsync(client, cancellationToken))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"llama-server ended with {_process.ExitCode} before it was ready:\n{Said}");
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>A refused connection is a server about to end: the loop sees that and tells what it said.</summary>
    private async Task<bool> IsHealthyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        if (!_address.Task.IsCompletedSuccessfully)
            return false;
        try
        {
            using var answer = await client.GetAsync(new Uri(Address, "/health"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
