namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>A stream of the corpus, broken one to six times, and the places where the network cuts it.</summary>
internal sealed record BrokenStream(byte[] Bytes, IReadOnlyList<int> Cuts)
{
    private const int MostBreaks = 6;
    private const int MostReads = 40;

    public static BrokenStream Of(int seed)
    {
        var dice = new Random(seed);
        var bytes = FuzzCorpus.Streams[dice.Next(FuzzCorpus.Streams.Count)].Bytes;
        for (var left = dice.Next(1, MostBreaks + 1); left > 0 && bytes.Length > 0; left--)
            bytes = Mutations.All[dice.Next(Mutations.All.Count)](bytes, dice);
        return new BrokenStream(bytes, bytes.Length < 2 ? [] : Places(bytes.Length, dice));
    }

    /// <summary>One of the answers, HTTP included, broken the same way; every second break is among the headers, which are few of the bytes.</summary>
    public static byte[] AnswerOf(int seed, IReadOnlyList<byte[]> answers)
    {
        var dice = new Random(seed);
        var bytes = answers[dice.Next(answers.Count)];
        for (var left = dice.Next(1, MostBreaks + 1); left > 0 && bytes.Length > 0; left--)
            bytes = Broken(bytes, dice);
        return bytes;
    }

    private static byte[] Broken(byte[] answer, Random dice)
    {
        var mutation = Mutations.All[dice.Next(Mutations.All.Count)];
        var head = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return head > 4 && dice.Next(2) == 0 ? [.. mutation(answer[..head], dice), .. answer.AsSpan(head)] : mutation(answer, dice);
    }

    private static int[] Places(int length, Random dice)
    {
        var places = new int[dice.Next(MostReads)];
        for (var index = 0; index < places.Length; index++)
            places[index] = dice.Next(1, length);
        Array.Sort(places);
        return places;
    }
}
