using System.Runtime.InteropServices;

namespace LlmObs.Runner.Cli;

/// <summary>
/// Ctrl-C, SIGTERM and a closed terminal (SIGHUP): the first asks for a clean end, and a second Ctrl-C or SIGTERM ends the process at once. A closing terminal
/// sends SIGHUP more than once, and a system that shuts down SIGTERM besides: none of that is a person's impatience.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _asked.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        // Exit and not the signal's own effect: another handler in the process, such as a web host's, may have cancelled that.
        if (context.Signal != PosixSignal.SIGHUP && Interlocked.Increment(ref _count) > 1)
            Environment.Exit(ExitCodes.Interrupted);
        if (_asked.IsCancellationRequested)
            return;
        _error.WriteLine(context.Signal == PosixSignal.SIGHUP
            ? "Stopping: the terminal was closed. What was measured is kept."
            : "Stopping: what was measured is kept. Press Ctrl-C again to end at once.");
        _asked.Cancel();
    }
}
