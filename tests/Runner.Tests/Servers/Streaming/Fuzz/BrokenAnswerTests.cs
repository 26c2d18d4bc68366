using System.Net;
using System.Net.Sockets;
using System.Text;
using LlmObs.Measurements;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;
using LlmObs.Simulator.Hazards;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>The same with HTTP's own bytes, over a socket: whatever a server answers, the client returns and tells an outcome.</summary>
public sealed class BrokenAnswerTests
{
    private static readonly int Answers = Math.Clamp(FuzzSettings.Streams / 20, 1_000, 20_000);

    private static readonly IReadOnlyList<byte[]> Chats = [.. HazardCatalogue.All.Select(FuzzCorpus.Answer).Where(answer => answer.Length is > 0 and < 16 * 1024)];

    /// <summary>After LM Studio's documentation.</summary>
    private static readonly IReadOnlyList<byte[]> Native =
    [
        Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + """
            event: chat.start
            data: {"type":"chat.start","model_instance_id":"m"}

            event: model_load.progress
            data: {"type":"model_load.progress","model_instance_id":"m","progress":0.5}

            event: reasoning.delta
            data: {"type":"reasoning.delta","content":"Hm \ud83d\ude00"}

            event: message.delta
            data: {"type":"message.delta","content":"Yes"}

            event: error
            data: {"type":"error","error":{"type":"internal_error","message":"no"}}

            event: chat.end
            data: {"type":"chat.end","result":{"model_instance_id":"m","stats":{"input_tokens":9,"total_output_tokens":3,"reasoning_output_tokens":2,"tokens_per_second":43.7,"time_to_first_token_seconds":0.2}}}


            """.ReplaceLineEndings("\n")),
    ];

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_broken_at_random_come_to_an_outcome()
    {
        using var listener = Listen();
        await using var client = new OpenAiStreamClient(Address(listener), apiKey: null, TimeProvider.System);

        await BreakAsync(listener, Chats, request => client.StreamAsync(request, Stopped));
    }

    [Fact]
    public async Task Native_answers_broken_at_random_come_to_an_outcome()
    {
        using var listener = Listen();
        using var client = new NativeChatClient(Address(listener), apiKey: null, TimeProvider.System);

        await BreakAsync(listener, Native, async request => (await client.AskAsync(request, Stopped)).Timeline);
    }

    private static async Task BreakAsync(TcpListener listener, IReadOnlyList<byte[]> answers, Func<ChatRequest, Task<RequestTimeline>> ask)
    {
        var request = Reading.Request with { IdleLimit = TimeSpan.FromSeconds(20), TotalLimit = TimeSpan.FromSeconds(20) };
        for (var seed = FuzzSettings.FirstSeed; seed < FuzzSettings.FirstSeed + Answers; seed++)
        {
            var asking = ask(request);
            await AnswerAsync(listener, BrokenStream.AnswerOf(seed, answers), asking);

            try
            {
                var timeline = await asking;
                FuzzRules.HasOutcome(timeline);
                Assert.False(timeline.End is StreamEnd.IdleTimeout or StreamEnd.TotalTimeout or StreamEnd.ConnectFailed, $"{timeline.End} {timeline.Error}");
            }
            catch (Exception failure)
            {
                throw new FuzzException(seed, failure);
            }
        }
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static Uri Address(TcpListener listener) => new($"http://{listener.LocalEndpoint}");

    /// <summary>Reads the request, answers, says that no more comes, and closes when the client is done: closed before, the answer could be lost to a reset.</summary>
    private static async Task AnswerAsync(TcpListener listener, byte[] answer, Task asking)
    {
        using var socket = await listener.AcceptSocketAsync(Stopped);
        await using var stream = new NetworkStream(socket);
        Assert.NotNull(await ScriptedRequest.ReadAsync(stream, Stopped));
        try
        {
            await stream.WriteAsync(answer, Stopped);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // the client had read enough to know, and left
        }
        await Task.WhenAny(asking);
    }
}
