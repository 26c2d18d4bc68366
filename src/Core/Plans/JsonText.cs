using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LlmObs.Plans;

/// <summary>Text as JSON, or the line and column where it stops being it.</summary>
internal static class JsonText
{
    /// <summary>The caller disposes of the document; it is null exactly when there is a problem.</summary>
    public static (JsonDocument? Document, PlanProblem? Problem) Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            return (JsonDocument.Parse(bytes), null);
        }
        catch (JsonException broken)
        {
            return (null, NoJson(bytes, broken));
        }
    }

    private static PlanProblem NoJson(byte[] text, JsonException broken)
    {
        var (line, column) = ((broken.LineNumber ?? 0) + 1, Column(text, broken) + 1);
        var place = string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");
        return new PlanProblem(place, "This is no JSON: " + broken.Message.Split(" LineNumber")[0], Advice(text, broken));
    }

    private static string Advice(byte[] text, JsonException broken) =>
        Tail(text, broken) is [(byte)'/' or (byte)'#', ..]
            ? "JSON has no comments: move the words into a note or description."
            : "Look for a missing comma, quote or bracket there, or just before.";

    /// <summary>The parser counts bytes, an editor counts signs.</summary>
    private static int Column(byte[] text, JsonException broken)
    {
        var start = LineStart(text, broken);
        return Encoding.UTF8.GetCharCount(text.AsSpan(start, text.Length - start - Tail(text, broken).Length));
    }

    private static ReadOnlySpan<byte> Tail(byte[] text, JsonException broken) =>
        text.AsSpan(Math.Min(text.Length, LineStart(text, broken) + (int)(broken.BytePositionInLine ?? 0)));

    private static int LineStart(byte[] text, JsonException broken)
    {
        var start = 0;
        for (var line = 0; line < (broken.LineNumber ?? 0) && start < text.Length; line++)
            start += text.AsSpan(start).IndexOf((byte)'\n') + 1;
        return start;
    }
}
