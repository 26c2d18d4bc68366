using System.Globalization;
using System.Text;
using CsCheck;
using LlmObs.Measurements;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>Thinking between tags is thinking, however the stream cut the tags.</summary>
public sealed class InlineThinkingTests
{
    [Theory]
    [InlineData("<think>\nhm\n</think>\n\n42", "hm", "\n\n42")]
    [InlineData("hm</think>42", "hm", "42")]
    [InlineData("<think>never done", "never done", "")]
    [InlineData(" \n<think>hm</think>", "hm", "")]
    [InlineData("<think></think>42", "", "42")]
    [InlineData("</think>42", "", "42")]
    [InlineData("<think", "", "<think")]
    [InlineData("a <think> in the text", "", "a <think> in the text")]
    [InlineData("", "", "")]
    public void Tags_take_thinking_and_answer_apart(string content, string reasoning, string answer)
    {
        var split = Split([content]);

        Assert.Equal((reasoning, answer), (split.Reasoning, split.Answer));
    }

    [Fact]
    public void Any_split_of_the_tags_over_events_gives_the_same_texts_and_bytes()
    {
        string[] words = ["<think>", "</think>", "é", "😀", "\n", "<", "think", ">", "/", "42"];
        var text = Gen.Int[0, words.Length - 1].Array[0, 12].Select(chosen => string.Concat(chosen.Select(word => words[word])));

        Gen.Select(text, Gen.Int[0, 60].Array[0, 10]).Sample((content, places) =>
        {
            var cuts = places.Select(place => Math.Min(place, content.Length)).Append(0).Append(content.Length).Distinct().Order().ToList();
            var pieces = cuts.Zip(cuts.Skip(1), (from, to) => content[from..to]).ToList();
            var whole = Split([content]);
            var parts = Split(pieces);

            Assert.Equal((whole.Reasoning, whole.Answer), (parts.Reasoning, parts.Answer));
            Assert.Equal(whole.Events.Sum(seen => seen.ReasoningBytes), parts.Events.Sum(seen => seen.ReasoningBytes));
            Assert.Equal(whole.Events.Sum(seen => seen.AnswerBytes), parts.Events.Sum(seen => seen.AnswerBytes));
            Assert.All(parts.Events, seen => Assert.Equal((seen.ReasoningBytes > 0, seen.AnswerBytes > 0), (seen.Kinds.HasFlag(EventKinds.Reasoning), seen.Kinds.HasFlag(EventKinds.Answer))));
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void Tags_in_an_answer_whose_thinking_came_apart_are_text()
    {
        var record = new StreamRecord(8);
        record.AddReasoning("hm"u8, isEscaped: false);
        record.AddContent("write </think> there"u8, isEscaped: false);

        Assert.Equal("write </think> there", record.Split().Answer);
    }

    private static (IReadOnlyList<TimelineEvent> Events, string Reasoning, string Answer) Split(IEnumerable<string> pieces)
    {
        var record = new StreamRecord(8);
        foreach (var piece in pieces)
            record.Take("message", Encoding.UTF8.GetBytes($$$"""{"choices":[{"index":0,"delta":{"content":"{{{Escaped(piece)}}}"}}]}"""), TimeSpan.Zero, 0);
        return record.Split();
    }

    /// <summary>As servers write that escape all but ASCII: so a pair can be cut in half, too.</summary>
    private static string Escaped(string piece) =>
        string.Concat(piece.Select(letter => letter is >= ' ' and < '\u007f' ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));
}
