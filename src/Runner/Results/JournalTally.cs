using System.Text.Json;

namespace LlmObs.Runner.Results;

/// <summary>Counts what a journal has. Each time only what was added is read: a page looks at it while it is written.</summary>
internal sealed class JournalTally(string path)
{
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web);

    private readonly Lock _reading = new();
    private readonly HashSet<string> _measured = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endedRuns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endedSweeps = new(StringComparer.Ordinal);
    private long _read;

    /// <summary>Throws <see cref="JsonException"/> for a line that is none of a journal.</summary>
    public (int Measured, int EndedRuns, int EndedSweeps) Count()
    {
        lock (_reading)
        {
            if (File.Exists(path))
                ReadOn();
            return (_measured.Count, _endedRuns.Count, _endedSweeps.Count);
        }
    }

    private void ReadOn()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < _read)
            StartAnew();
        file.Position = _read;
        var added = new byte[file.Length - _read];
        file.ReadExactly(added);
        var whole = added.AsSpan(0, added.AsSpan().LastIndexOf((byte)'\n') + 1);
        foreach (var line in whole.Split((byte)'\n'))
        {
            if (!whole[line].IsEmpty)
                Add(JsonSerializer.Deserialize<Mark>(whole[line], Lenient)!);
        }
        _read += whole.Length;
    }

    private void Add(Mark mark)
    {
        if (mark is { Entry: "request", IsWarmup: false, Id: { } id })
            _measured.Add(id);
        if (mark.Entry == "runEnd")
            _endedRuns.Add(mark.Run);
        if (mark.Entry == "sweepEnd")
            _endedSweeps.Add($"{mark.Run} {mark.Sweep}");
    }

    /// <summary>Someone replaced the file.</summary>
    private void StartAnew()
    {
        _measured.Clear();
        _endedRuns.Clear();
        _endedSweeps.Clear();
        _read = 0;
    }

    /// <summary>As much of a line as counts; its timeline is skipped.</summary>
    private sealed record Mark(string Entry, string Run, string? Id = null, bool IsWarmup = false, string? Sweep = null);
}
