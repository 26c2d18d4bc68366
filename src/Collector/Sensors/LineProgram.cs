using System.ComponentModel;
using System.Diagnostics;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// A program kept open that writes a line for each of its own samples, such as <c>nvidia-smi -lms 1000</c>. Only its latest lines are kept.
/// Where it ends it is started again, after a long pause: a program that cannot run must not cost the machine anything.
/// </summary>
internal sealed class LineProgram : IDisposable
{
    private static readonly TimeSpan PauseBeforeItStartsAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;
    private readonly TimeProvider _clock;
    private readonly int _kept;
    private readonly Func<string, bool> _isReading;
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Text, long At)> _lines = [];
    private readonly TaskCompletionSource _spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private string? _complaint;
    private string? _trouble;

    /// <summary>
    /// Starts it. <paramref name="kept"/> is how many of its latest lines matter: one, or one for each device it writes a line of.
    /// A line that is no reading by <paramref name="isReading"/> is not kept, but told as what the program said when it ends.
    /// </summary>
    public LineProgram(string program, IReadOnlyList<string> arguments, TimeProvider clock, int kept = 1, Func<string, bool>? isReading = null)
    {
        (_program, _arguments, _clock, _kept, _isReading) = (program, arguments, clock, kept, isReading ?? (_ => true));
        _running = Task.Run(KeepOpenAsync);
    }

    /// <summary>
    /// How often it is to write, for samples so far apart: as often, so that each has a reading of its own, and once a second where they are taken more seldom,
    /// so that a reading is of its sample's time.
    /// </summary>
    public static int MillisecondsBetweenLines(TimeSpan interval) => (int)Math.Min(interval.TotalMilliseconds, 1000);

    /// <summary>Null before it wrote any.</summary>
    public ProgramLine? Latest => Recent is [var latest, ..] ? latest : null;

    /// <summary>The lines kept, the latest first.</summary>
    public IReadOnlyList<ProgramLine> Recent
    {
        get
        {
            lock (_lock)
                return [.. _lines.Select(line => new ProgramLine(line.Text, _clock.GetElapsedTime(line.At)))];
        }
    }

    /// <summary>Why it does not run; null while it does.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Waits until it has written a line or has ended; false when it wrote none in that time.</summary>
    public bool WaitForLine(TimeSpan patience) => _spoke.Task.Wait(patience) && Latest is not null;

    /// <summary>The lines kept that are not older than that, the latest first. Throws when there are none, and says why.</summary>
    public IReadOnlyList<ProgramLine> NotOlderThan(TimeSpan age)
    {
        var lines = Recent;
        if (lines is [] || lines[0].Age > age)
            throw new InvalidDataException($"{Path.GetFileName(_program)} has written no line{(lines is [] ? "" : $" for {lines[0].Age.TotalSeconds:0} s")}. {Trouble}".TrimEnd());
        return [.. lines.Where(line => line.Age <= age)];
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        // unlike Wait it throws nothing: the other sensors are to be ended too
        if (Task.WaitAny([_running], TimeToEnd) >= 0)
            _stop.Dispose();
    }

    private async Task KeepOpenAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                Volatile.Write(ref _trouble, await RunAsync());
                _spoke.TrySetResult();
                await Task.Delay(PauseBeforeItStartsAgain, _clock, _stop.Token);
            }
        }
        // also what reading a program throws that is being ended
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            _spoke.TrySetResult();
        }
    }

    /// <summary>Once, from start to end. Returns why it ended.</summary>
    private async Task<string> RunAsync()
    {
        const string Again = "It is started again after a minute.";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(_program, _arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            Volatile.Write(ref _trouble, null);
            await ReadAsync(process);
            return $"It ended with exit code {process.ExitCode}, having said: {_complaint ?? Latest?.Text ?? "nothing"}. {Again}";
        }
        catch (Win32Exception cannot)
        {
            return $"It cannot be started: {cannot.Message}. {Again}";
        }
        // whatever goes wrong with one program, a defect included: it is told, and tried again
        catch (Exception broken) when (!_stop.IsCancellationRequested)
        {
            return $"It cannot be read: {broken.Message.TrimEnd('.')}. {Again}";
        }
    }

    private async Task ReadAsync(Process process)
    {
        _complaint = null;
        try
        {
            var complaints = EachLineAsync(process.StandardError.BaseStream, line => _complaint = line);
            await EachLineAsync(process.StandardOutput.BaseStream, Keep);
            await complaints;
            await process.WaitForExitAsync(_stop.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task EachLineAsync(Stream stream, Action<string> use)
    {
        await foreach (var line in ShortLines.ReadAsync(stream, _stop.Token))
        {
            if (!string.IsNullOrWhiteSpace(line))
                use(line.Trim());
        }
    }

    private void Keep(string line)
    {
        if (!_isReading(line))
        {
            _complaint = line;
            return;
        }
        lock (_lock)
        {
            _lines.AddFirst((line, _clock.GetTimestamp()));
            if (_lines.Count > _kept)
                _lines.RemoveLast();
        }
        _spoke.TrySetResult();
    }
}

/// <summary>A line that a program wrote, and how long ago.</summary>
internal sealed record ProgramLine(string Text, TimeSpan Age);
