using System.Text.Json;

namespace LlmObs.Simulator.Tests;

/// <summary>One server-sent event, read by the letter so that a wrong byte fails.</summary>
internal sealed record SentEvent(string? Name, string Raw)
{
    public bool IsDone => Raw == "[DONE]";

    public JsonElement Data => JsonElement.Parse(Raw);

    public JsonElement? Choice => !IsDone && Data.TryGetProperty("choices", out var choices) && choices.GetArrayLength() == 1 ? choices[0] : null;

    public string? Content => Delta("content");

    public string? Reasoning => Delta("reasoning_content");

    public string? FinishReason => Choice?.GetProperty("finish_reason").GetString();

    public static IReadOnlyList<SentEvent> Parse(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        return [.. stream[..^2].Split("\n\n").Select(One)];
    }

    private static SentEvent One(string text)
    {
        var lines = text.Split('\n');
        var name = lines.Length == 2 ? After(lines[0], "event: ") : null;
        Assert.InRange(lines.Length, 1, 2);
        return new SentEvent(name, After(lines[^1], "data: "));
    }

    private static string After(string line, string prefix)
    {
        Assert.StartsWith(prefix, line, StringComparison.Ordinal);
        return line[prefix.Length..];
    }

    private string? Delta(string name) =>
        Choice is { } choice && choice.GetProperty("delta").TryGetProperty(name, out var text) ? text.GetString() : null;
}
