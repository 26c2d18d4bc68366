using System.Text;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>Ways to break a stream. Each is a function of bytes and dice, so that a seed always gives the same stream.</summary>
internal static class Mutations
{
    private const int LongestPiece = 200;
    private const string Turns = "{}[]\":,\\\n\r";

    private static readonly string[] Words =
    [
        "data:", "data: ", "\ndata: ", "\n\n", "\r\n\r\n", "\r", "\n", ":", ": comment\n\n", "event: error\n", "event: x\n", "id: 1\n", "retry: 1\n", "error: no\n", "error: {\"message\":\"no\"}\n\n",
        "data: [DONE]\n\n", "[DONE]", "{\"error\":\"no\"}\n", "\uFEFF", "\0", "\u2028", "<think>", "</think>", "<thi", "nk>", "\"content\":", "\"reasoning\":", "\"choices\":", "\"delta\":{", "\"message\":{", "\"usage\":{",
        "\"finish_reason\":\"stop\"", "\"index\":1,", "\"text\":\"x\"", "\\ud83d", "\\ude00", "\\u0000", "\\u12", "\\", "null", "NaN", "-Infinity", "true", "[]", "{}", "'", "/*", ",,", "]]", "}}",
    ];

    private static readonly string[] Numbers =
        ["-1", "0", "-0", "0.5", "1e999", "-1e999", "1e-999", "1e308", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "99999999999999999999999999", "NaN", "\"7\"", "00", "1.", "1e"];

    public static IReadOnlyList<Func<byte[], Random, byte[]>> All { get; } =
        [FlipBit, SetByte, Delete, InsertBytes, InsertWord, Repeat, Move, Splice, Truncate, SwapLineEnds, ChangeNumber, Nest, CutEvent];

    private static byte[] FlipBit(byte[] stream, Random dice)
    {
        var place = Place(stream, dice);
        return Replaced(stream, place, 1, [(byte)(stream[place] ^ (1 << dice.Next(8)))]);
    }

    private static byte[] SetByte(byte[] stream, Random dice) => Replaced(stream, Place(stream, dice), 1, [(byte)dice.Next(256)]);

    private static byte[] Delete(byte[] stream, Random dice)
    {
        var place = Place(stream, dice);
        return Replaced(stream, place, Piece(stream, place, dice), []);
    }

    private static byte[] InsertBytes(byte[] stream, Random dice)
    {
        var bytes = new byte[dice.Next(1, 16)];
        dice.NextBytes(bytes);
        return Replaced(stream, Place(stream, dice), 0, bytes);
    }

    private static byte[] InsertWord(byte[] stream, Random dice) => Replaced(stream, Place(stream, dice), 0, Encoding.UTF8.GetBytes(Words[dice.Next(Words.Length)]));

    private static byte[] Repeat(byte[] stream, Random dice)
    {
        var place = Place(stream, dice);
        var piece = stream.AsSpan(place, Piece(stream, place, dice));
        return Replaced(stream, place, 0, piece);
    }

    private static byte[] Move(byte[] stream, Random dice)
    {
        var place = Place(stream, dice);
        var piece = stream.AsSpan(place, Piece(stream, place, dice)).ToArray();
        var rest = Replaced(stream, place, piece.Length, []);
        return Replaced(rest, dice.Next(rest.Length + 1), 0, piece);
    }

    /// <summary>One stream's beginning, another's end.</summary>
    private static byte[] Splice(byte[] stream, Random dice)
    {
        var other = FuzzCorpus.Streams[dice.Next(FuzzCorpus.Streams.Count)].Bytes;
        return [.. stream.AsSpan(0, Place(stream, dice)), .. other.AsSpan(Place(other, dice))];
    }

    private static byte[] Truncate(byte[] stream, Random dice) => stream[..Place(stream, dice)];

    private static byte[] SwapLineEnds(byte[] stream, Random dice)
    {
        var text = Encoding.Latin1.GetString(stream).ReplaceLineEndings("\n");
        return Encoding.Latin1.GetBytes(text.Replace("\n", dice.Next(3) switch { 0 => "\r\n", 1 => "\r", _ => "\n\r" }, StringComparison.Ordinal));
    }

    private static byte[] ChangeNumber(byte[] stream, Random dice)
    {
        var from = Place(stream, dice);
        var start = stream.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0)
            return stream;
        var length = stream.AsSpan(from + start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return Replaced(stream, from + start, length < 0 ? stream.Length - from - start : length, Encoding.ASCII.GetBytes(Numbers[dice.Next(Numbers.Length)]));
    }

    private static byte[] Nest(byte[] stream, Random dice)
    {
        var deep = string.Concat(Enumerable.Repeat(dice.Next(2) == 0 ? "[" : "{\"a\":", dice.Next(1, 300)));
        return Replaced(stream, Place(stream, dice), 0, Encoding.ASCII.GetBytes(deep));
    }

    /// <summary>A blank line is lost, or comes too early.</summary>
    private static byte[] CutEvent(byte[] stream, Random dice)
    {
        var from = Place(stream, dice);
        var blank = stream.AsSpan(from).IndexOf("\n\n"u8);
        return blank < 0 ? Replaced(stream, from, 0, "\n\n"u8) : Replaced(stream, from + blank, 1, []);
    }

    /// <summary>Anywhere, or where the next bracket, quote or line's end is: that is where readers turn.</summary>
    private static int Place(byte[] stream, Random dice)
    {
        var place = dice.Next(stream.Length);
        if (dice.Next(2) == 0)
            return place;
        var turn = stream.AsSpan(place).IndexOf((byte)Turns[dice.Next(Turns.Length)]);
        return turn < 0 ? place : place + turn;
    }

    private static int Piece(byte[] stream, int place, Random dice) => Math.Min(dice.Next(1, LongestPiece), stream.Length - place);

    private static byte[] Replaced(byte[] stream, int place, int length, ReadOnlySpan<byte> by) => [.. stream.AsSpan(0, place), .. by, .. stream.AsSpan(place + length)];
}
