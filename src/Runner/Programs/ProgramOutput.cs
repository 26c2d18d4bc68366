using System.Text.RegularExpressions;

namespace LlmObs.Runner.Programs;

/// <summary>What a program did and said: kept as evidence, in its own words.</summary>
internal sealed partial record ProgramOutput
{
    private const int MostLastLines = 8;
    private const int MostLastLetters = 600;

    public required ProgramEnd End { get; init; }

    /// <summary>Null where it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its standard output, without what colours a terminal.</summary>
    public string Output { get; init; } = "";

    /// <summary>Its standard error, likewise.</summary>
    public string Errors { get; init; } = "";

    /// <summary>Why it was not started.</summary>
    public string? Problem { get; init; }

    public bool IsGood => End == ProgramEnd.Exited && ExitCode == 0;

    /// <summary>The last lines of both, standard error last; of lines that were written over only what was left standing.</summary>
    public string LastWords
    {
        get
        {
            var lines = string.Join(" / ", Lines(Output).Concat(Lines(Errors)).TakeLast(MostLastLines));
            return lines.Length <= MostLastLetters ? lines : $"…{lines[^MostLastLetters..]}";
        }
    }

    /// <summary>The last line of either that says anything.</summary>
    public IEnumerable<string> LastLines => new[] { Lines(Output).LastOrDefault(), Lines(Errors).LastOrDefault() }.OfType<string>();

    public static string Plain(string text) => Escape().Replace(text, "");

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.TrimEnd('\r').Split('\r')[^1].Trim()).Where(line => line.Length > 0);

    [GeneratedRegex(@"\x1B(\[[0-9;?]*[A-Za-z]|[78])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();
}

internal enum ProgramEnd
{
    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>Ended by us: its time was over.</summary>
    TimedOut,

    /// <summary>Ended by us: whoever asked does not want it any more.</summary>
    Cancelled,
}
