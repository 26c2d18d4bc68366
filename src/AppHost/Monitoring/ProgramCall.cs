using System.ComponentModel;
using System.Diagnostics;

namespace LlmObs.AppHost.Monitoring;

/// <summary>A question that a program answers at once and ends.</summary>
public sealed class ProgramCall(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What it printed; null when it cannot be started, failed or did not end in time.</summary>
    public async Task<string?> AskAsync(string program, IReadOnlyList<string> question, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, question) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var process = Process.Start(start)!;
            return await AnswerAsync(process, limit.Token);
        }
        catch (Win32Exception)
        {
            // found but made for another machine: as good as absent
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<string?> AnswerAsync(Process process, CancellationToken limit)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit);
            var complaints = process.StandardError.ReadToEndAsync(limit);
            await Task.WhenAll(output, complaints, process.WaitForExitAsync(limit));
            return process.ExitCode == 0 ? await output : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
