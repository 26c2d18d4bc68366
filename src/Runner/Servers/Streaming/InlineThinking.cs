using System.Text;
using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>
/// Takes <c>&lt;think&gt;…&lt;/think&gt;</c> inside the content apart from the answer, after the stream: only then is it certain where
/// thinking ended, also when a tag was split over events or the opening one was part of the prompt.
/// </summary>
internal static class InlineThinking
{
    public static (IReadOnlyList<TimelineEvent> Events, string Reasoning, string Answer) Split(List<TimelineEvent> events, Utf8Text reasoning, Utf8Text content)
    {
        var thought = reasoning.Length > 0 ? 0 : ThoughtBytes(content.Bytes);
        if (thought == 0)
            return (events, reasoning.ToString(), content.ToString());

        var inline = Encoding.UTF8.GetString(content.Bytes[..thought]).Trim();
        var answer = Encoding.UTF8.GetString(content.Bytes[thought..]);
        return (Reassign(events, thought), WithoutTags(inline), answer);
    }

    /// <summary>How many of the content's bytes are thinking, tags included.</summary>
    private static int ThoughtBytes(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf("</think>"u8);
        var isOpened = content.TrimStart(" \r\n\t"u8).StartsWith("<think>"u8);
        if (end < 0)
            return isOpened ? content.Length : 0;
        // an opening tag after other text is one that the answer speaks of
        var isMentioned = !isOpened && content[..end].IndexOf("<think>"u8) >= 0;
        return isMentioned ? 0 : end + "</think>".Length;
    }

    private static List<TimelineEvent> Reassign(List<TimelineEvent> events, int thought)
    {
        var result = new List<TimelineEvent>(events.Count);
        foreach (var seen in events)
        {
            var moved = Math.Min(thought, seen.AnswerBytes);
            thought -= moved;
            result.Add(moved == 0 ? seen : Move(seen, moved));
        }
        return result;
    }

    private static TimelineEvent Move(TimelineEvent seen, int bytes)
    {
        var kinds = seen.Kinds | EventKinds.Reasoning;
        if (bytes == seen.AnswerBytes)
            kinds &= ~EventKinds.Answer;
        return seen with { Kinds = kinds, ReasoningBytes = seen.ReasoningBytes + bytes, AnswerBytes = seen.AnswerBytes - bytes };
    }

    private static string WithoutTags(string inline)
    {
        var from = inline.StartsWith("<think>", StringComparison.Ordinal) ? "<think>".Length : 0;
        var to = inline.EndsWith("</think>", StringComparison.Ordinal) ? inline.Length - "</think>".Length : inline.Length;
        return inline[from..Math.Max(from, to)].Trim('\n');
    }
}
