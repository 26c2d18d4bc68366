using System.Diagnostics;

namespace LlmObs.Runner.Calibrations;

/// <summary>
/// The Simulator in a process of its own, so that what this one spends is the client's alone. It ends when its standard input does, and with this process, however that ends.
/// </summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private OtherProcess(Process process, Uri address, Uri drain) => (_process, Address, Drain) = (process, address, drain);

    public Uri Address { get; }

    /// <summary>Takes telemetry and drops it.</summary>
    public Uri Drain { get; }

    /// <exception cref="InvalidOperationException">It did not start, with what it said.</exception>
    public static async Task<OtherProcess> StartAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var process = Process.Start(Start(arguments))!;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var said = await process.StandardOutput.ReadLineAsync(patience.Token);
            return Uri.TryCreate(said, UriKind.Absolute, out var address) && Uri.TryCreate(await process.StandardOutput.ReadLineAsync(patience.Token), UriKind.Absolute, out var drain)
                ? new OtherProcess(process, address, drain)
                : throw new InvalidOperationException($"The Simulator did not start in a process of its own: {said} {await process.StandardError.ReadToEndAsync(patience.Token)}");
        }
        catch
        {
            End(process);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        End(_process);
        return ValueTask.CompletedTask;
    }

    /// <summary>This program again, whether it runs as itself or by <c>dotnet</c>.</summary>
    private static ProcessStartInfo Start(IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath!;
        // in a test the process is the test's
        var (file, all) = Path.GetFileNameWithoutExtension(program) is "llmobs" ? (program, arguments) : ("dotnet", [Path.Combine(AppContext.BaseDirectory, "llmobs.dll"), .. arguments]);
        return new ProcessStartInfo(file, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
