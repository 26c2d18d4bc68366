using System.Text;
using System.Text.Json;
using CsCheck;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

public sealed class Utf8TextTests
{
    [Fact]
    public void Any_text_comes_back_as_it_was_written()
    {
        Gen.String.Sample(written =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(written);
            var expected = JsonSerializer.Deserialize<string>(json)!;

            Assert.Equal(expected, Utf8Text.Of(json.AsSpan(1, json.Length - 2), isEscaped: true));
        }, iter: 3000, threads: 1);
    }

    [Theory]
    [InlineData(@"\ud83d", @"\ude00", "😀")]
    [InlineData(@"a\ud83d", "b", "a\uFFFDb")]
    [InlineData(@"\ud83d\ud83d", @"\ude00", "\uFFFD😀")]
    [InlineData(@"\ude00", "", "\uFFFD")]
    [InlineData(@"\ud83d", "", "\uFFFD")]
    [InlineData(@"\/\\\""\b\f\n\r\t", @"\u00e9", "/\\\"\b\f\n\r\té")]
    public void Halves_of_a_pair_find_each_other_over_two_strings(string first, string second, string expected)
    {
        var text = new Utf8Text(8);

        var added = text.Append(Encoding.UTF8.GetBytes(first), isEscaped: true) + text.Append(Encoding.UTF8.GetBytes(second), isEscaped: true);
        text.End();

        Assert.Equal(expected, text.ToString());
        Assert.InRange(added, text.Length - 3, text.Length);
    }

    [Fact]
    public void Bytes_of_one_character_in_two_strings_are_one_character()
    {
        var text = new Utf8Text(8);
        var bytes = "é"u8;

        text.Append(bytes[..1], isEscaped: false);
        text.Append(bytes[1..], isEscaped: false);

        Assert.Equal("é", text.ToString());
    }
}
