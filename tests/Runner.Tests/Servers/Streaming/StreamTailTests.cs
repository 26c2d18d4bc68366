using System.Text;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>What an event parser hides at a stream's end, and the words of an error.</summary>
public sealed class StreamTailTests
{
    [Theory]
    [InlineData("data: a\n\ndata: b", "b")]
    [InlineData("data: a\n\ndata:b\r\n", "b")]
    [InlineData("data: a\n\nid: 1\ndata: b\ndata: c\n", "b\nc")]
    [InlineData("data: a\n\n", null)]
    [InlineData("data: a\r\n\r\n", null)]
    [InlineData("data: a\n\n: comment\n", null)]
    [InlineData("data: a\u2028b", "a\u2028b")]
    [InlineData("", null)]
    public void An_event_without_its_blank_line_is_found(string tail, string? data)
    {
        var found = StreamTail.UnfinishedData(Encoding.UTF8.GetBytes(tail));

        Assert.Equal(data, found is null ? null : Encoding.UTF8.GetString(found));
    }

    [Theory]
    [InlineData("data: a\n\nerror: {\"message\":\"gone\"}\n\n", "gone")]
    [InlineData("error: plain words", "plain words")]
    [InlineData("data: a\n\n{\"error\":{\"message\":\"bare\"}}", "bare")]
    [InlineData("data: {\"error\":1}\n\n", null)]
    [InlineData("data: an error: no\n\n", null)]
    public void An_error_in_a_line_of_its_own_is_found(string tail, string? error) =>
        Assert.Equal(error, StreamTail.Error(Encoding.UTF8.GetBytes(tail)));

    [Theory]
    [InlineData("""{"error":{"message":"m","code":1}}""", "m")]
    [InlineData("""{"error":"text"}""", "text")]
    [InlineData("""{"error":{"error":{"message":"deep"}}}""", "deep")]
    [InlineData("""{"detail":"Not Found"}""", """{"detail":"Not Found"}""")]
    [InlineData("""{"message":"\ud800"}""", """{"message":"\ud800"}""")]
    [InlineData(" <html>502</html>\n", "<html>502</html>")]
    [InlineData("", "")]
    public void The_words_of_an_error_are_found_in_any_form(string body, string words) =>
        Assert.Equal(words, ErrorText.Of(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_page_of_error_is_cut() =>
        Assert.Equal(2001, ErrorText.Of(Encoding.UTF8.GetBytes(new string('x', 50_000))).Length);
}
