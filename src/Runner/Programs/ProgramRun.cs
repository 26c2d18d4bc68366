using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LlmObs.Runner.Programs;

/// <summary>
/// Runs a program of this machine to its end: its arguments as a list and never through a shell, nothing to read on its standard input,
/// and everything it started ended with it when it is given up.
/// </summary>
internal static class ProgramRun
{
    /// <summary>More than any list of models; what comes after it is not kept.</summary>
    private const int MostLetters = 16 << 20;

    /// <summary>What a program left running may hold its output open: that is waited for no longer.</summary>
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(1);

    /// <param name="program">Where it lies.</param>
    /// <param name="arguments">One by one, as the program gets them.</param>
    /// <param name="limit">How long it may take; <see cref="Timeout.InfiniteTimeSpan"/> leaves that to the caller's token.</param>
    /// <param name="clock">The one clock.</param>
    /// <param name="heard">Is told what it writes to its standard output, as it comes; null where nobody listens.</param>
    /// <param name="cancellationToken">Ends it; what it had said is handed back all the same.</param>
    public static async Task<ProgramOutput> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan limit, TimeProvider clock, Action<string>? heard, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments) };
        try
        {
            process.Start();
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException)
        {
            return new ProgramOutput { End = ProgramEnd.NotStarted, Problem = $"{program} could not be started: {refused.Message}" };
        }
        process.StandardInput.Close();
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var reading = Task.WhenAll(KeepAsync(process.StandardOutput, output, heard), KeepAsync(process.StandardError, errors, null));
        var end = await EndAsync(process, limit, clock, cancellationToken);
        await Task.WhenAny(reading, Task.Delay(LastWordsPatience, clock, CancellationToken.None));
        return new ProgramOutput { End = end, ExitCode = end == ProgramEnd.Exited ? process.ExitCode : null, Output = TextOf(output), Errors = TextOf(errors) };
    }

    private static ProcessStartInfo StartInfo(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // no colours, and no line of a terminal's width
        start.Environment["NO_COLOR"] = "1";
        return start;
    }

    private static async Task<ProgramEnd> EndAsync(Process process, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return ProgramEnd.Exited;
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            return cancellationToken.IsCancellationRequested ? ProgramEnd.Cancelled : ProgramEnd.TimedOut;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it ended in this very moment, or a child of it did: that is what was wanted
            return;
        }
    }

    private static async Task KeepAsync(StreamReader reader, StringBuilder kept, Action<string>? heard)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer.AsMemory(), CancellationToken.None) is > 0 and var count)
                Keep(buffer.AsSpan(0, count), kept, heard);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // the program was ended while it wrote
            return;
        }
    }

    private static void Keep(ReadOnlySpan<char> letters, StringBuilder kept, Action<string>? heard)
    {
        lock (kept)
        {
            if (kept.Length < MostLetters)
                kept.Append(letters);
        }
        heard?.Invoke(letters.ToString());
    }

    private static string TextOf(StringBuilder kept)
    {
        lock (kept)
            return ProgramOutput.Plain(kept.ToString());
    }
}
