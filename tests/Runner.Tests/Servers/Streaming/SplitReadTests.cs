using System.Text;
using CsCheck;
using LlmObs.Measurements;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>How the network cuts a stream changes times, and nothing else.</summary>
public sealed class SplitReadTests
{
    /// <summary>What no recording has: other line ends, comments, several lines of data, inline thinking, errors at the end.</summary>
    private static readonly byte[][] Shapes =
    [
        Stream("\uFEFFdata: {0}\r\n\r\n: still here\r\n\r\ndata:{1}\r\n\r\ndata: [DONE]\r\n\r\n", Content("<think>é😀</th"), Content("ink>ü")),
        Stream("data: {0}\n\ndata: {{\"choices\":\ndata: [{{\"delta\":{{\"content\":\"two lines\"}}}}]}}\n\nerror: {{\"message\":\"gone\"}}\n\n", Content("a")),
        Stream("data: {0}\n\nevent: error\ndata: {{\"message\":\"boom\"}}\n\ndata: [DONE]\n\n", Content(@"\ud83d"), Content(@"\ude00")),
        Stream("data: {0}\n\ndata: {1}\n\ndata: nonsense\n\ndata: {0}", Content(@"\ud83d"), Content(@"\ude00")),
        Stream("data: {0}\r\rdata: {1}\r\rdata: [DONE]\r\r", Content("a"), Content("b")),
        Encoding.UTF8.GetBytes("{\"error\":{\"message\":\"no stream at all\"}}"),
    ];

    public static TheoryData<int> Streams => [.. Enumerable.Range(0, Transcript.Names.Count + Shapes.Length)];

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Any_split_into_reads_gives_the_same_text_and_events(int number)
    {
        var bytes = Bytes(number);
        var whole = Reading.Facts(await Reading.OfAsync(bytes));

        await Gen.Int[1, bytes.Length - 1].Array[0, 40].SampleAsync(async places =>
            Assert.Equal(whole, Reading.Facts(await Reading.OfAsync(Reading.Cut(bytes, places.Order())))), iter: 150, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_split_at_any_single_byte_gives_the_same_text_and_events(int number)
    {
        var bytes = Bytes(number);
        var whole = Reading.Facts(await Reading.OfAsync(bytes));

        for (var place = 1; place < bytes.Length; place++)
            Assert.Equal(whole, Reading.Facts(await Reading.OfAsync(bytes.AsMemory(0, place), bytes.AsMemory(place))));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Reads_of_one_byte_give_the_same_text_and_events(int number)
    {
        var bytes = Bytes(number);

        var timeline = await Reading.OfAsync(Reading.Cut(bytes, Enumerable.Range(1, bytes.Length - 1)));

        Assert.Equal(Reading.Facts(await Reading.OfAsync(bytes)), Reading.Facts(timeline));
    }

    [Theory]
    [InlineData("complete-with-usage")]
    [InlineData("tokens-sharing-a-character")]
    public async Task A_stream_that_breaks_off_anywhere_keeps_all_events_that_were_whole(string name)
    {
        var bytes = Transcript.Read(name);
        var whole = await Reading.OfAsync(bytes);

        for (var length = 1; length < bytes.Length; length += 7)
        {
            var begun = await Reading.OfAsync(bytes.AsMemory(0, length));
            var complete = Encoding.UTF8.GetString(bytes, 0, length).Split("\n\n").Length - 1;

            Assert.StartsWith(begun.Answer, whole.Answer, StringComparison.Ordinal);
            Assert.Equal(Kinds(whole).Take(complete), Kinds(begun).Take(complete));
            Assert.InRange(begun.Events.Count, complete, complete + 1);
        }
    }

    private static IEnumerable<string> Kinds(RequestTimeline timeline) => Reading.Facts(timeline).Skip(4);

    private static byte[] Bytes(int number) => number < Transcript.Names.Count ? Transcript.Read(Transcript.Names[number]) : Shapes[number - Transcript.Names.Count];

    private static byte[] Stream(string format, params string[] events) => Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, events));

    private static string Content(string text) => $$$"""{"model":"m","choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""";
}
