using CsCheck;
using LlmObs.Simulator.Answers;

namespace LlmObs.Simulator.Tests.Answers;

public sealed class TokenPiecesTests
{
    [Fact]
    public void The_pieces_of_any_text_are_the_text() =>
        Gen.String.Sample(text => string.Concat(TokenPieces.Split(text)) == text);

    [Fact]
    public void Counting_agrees_with_splitting() =>
        Gen.String.Sample(text => TokenPieces.Count(text) == TokenPieces.Split(text).Count());

    [Theory]
    [InlineData("def quicksort(items):", "def| quicks|ort|(|items|)|:")]
    [InlineData("量子 bits", "量|子| bits")]
    [InlineData("a  b\n", "a| | b|\n")]
    [InlineData("😀😀", "😀|😀")]
    [InlineData("", "")]
    public void A_token_is_a_character_a_sign_or_a_short_word(string text, string pieces) =>
        Assert.Equal(pieces, string.Join('|', TokenPieces.Split(text)));
}
