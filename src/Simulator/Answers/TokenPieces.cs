using System.Text;

namespace LlmObs.Simulator.Answers;

/// <summary>The Simulator's tokenizer: a character of Chinese or Japanese, a sign, or up to six letters with the blank before them are one token.</summary>
internal static class TokenPieces
{
    private const int LongestWord = 6;

    public static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfPiece(text, start);
            yield return text[start..end];
            start = end;
        }
    }

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var start = 0; start < text.Length; count++)
            start = EndOfPiece(text, start);
        return count;
    }

    /// <summary>Its last so many tokens.</summary>
    public static string Tail(string text, int tokens)
    {
        var start = 0;
        for (var left = Count(text); left > tokens; left--)
            start = EndOfPiece(text, start);
        return text[start..];
    }

    private static int EndOfPiece(ReadOnlySpan<char> text, int start)
    {
        if (text[start] is ' ' && start + 1 < text.Length && IsWord(text[start + 1]))
            return EndOfWord(text, start + 1);
        if (IsWord(text[start]))
            return EndOfWord(text, start);
        Rune.DecodeFromUtf16(text[start..], out _, out var length);
        return start + length;
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < LongestWord && IsWord(text[end]))
            end++;
        return end;
    }

    private static bool IsWord(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '_';
}
