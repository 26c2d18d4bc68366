using System.Globalization;
using System.Text;
using System.Text.Json;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>Reads a journal back. Only its last line may be half: then the writer died while writing it.</summary>
internal static class JournalReader
{
    /// <summary>The entries, and how many bytes of the file are whole lines.</summary>
    /// <exception cref="SessionFolderException">A line in the middle cannot be read.</exception>
    public static (IReadOnlyList<JournalEntry> Entries, long WholeBytes) Read(string path)
    {
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines.Select((line, index) => Entry(line, index + 1, path))], whole);
    }

    /// <summary>Takes a half last line away; it is kept beside the journal. Says so, or null when all was whole.</summary>
    public static string? Repair(string path, long wholeBytes)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length == wholeBytes)
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = wholeBytes;
        using (var rest = File.Create($"{path}.partial"))
            file.CopyTo(rest);
        file.SetLength(wholeBytes);
        return string.Create(CultureInfo.InvariantCulture, $"The last line of {Path.GetFileName(path)} was half written ({length - wholeBytes} bytes): the program was stopped while writing it. It was moved to {Path.GetFileName(path)}.partial; that request is measured again.");
    }

    private static JournalEntry Entry(string line, int number, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line, ResultJson.Journal) ?? throw new JsonException();
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw new SessionFolderException(string.Create(CultureInfo.InvariantCulture, $"{path} is broken at line {number}: restore it or take that line away. Nothing was changed."), broken);
        }
    }
}
