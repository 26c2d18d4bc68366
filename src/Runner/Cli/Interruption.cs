using System.Runtime.InteropServices;

namespace LlmObs.Runner.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks for a clean end, the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
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
        if (Interlocked.Increment(ref _count) > 1)
            Environment.Exit(ExitCodes.Interrupted);
        _error.WriteLine("Stopping: what was measured is kept. Press Ctrl-C again to end at once.");
        _asked.Cancel();
    }
}
