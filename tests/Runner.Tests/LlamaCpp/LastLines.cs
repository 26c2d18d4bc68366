using System.Diagnostics;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>What a program said last, for messages. Both its streams are drained, else it would block on a full pipe.</summary>
public sealed class LastLines
{
    private const int Limit = 60;
    private readonly Queue<string> _lines = [];
    private readonly Lock _lock = new();

    /// <summary>Starts reading a program that was started with both outputs redirected.</summary>
    public static LastLines Of(Process process, Action<string>? onLine = null)
    {
        var lines = new LastLines();
        process.OutputDataReceived += (_, received) => lines.Take(received.Data, onLine);
        process.ErrorDataReceived += (_, received) => lines.Take(received.Data, onLine);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return lines;
    }

    public override string ToString()
    {
        lock (_lock)
            return string.Join('\n', _lines);
    }

    private void Take(string? line, Action<string>? onLine)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Limit)
                _lines.Dequeue();
        }

        onLine?.Invoke(line);
    }
}
