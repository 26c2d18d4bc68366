using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// Sends some requests over the measured path to a listener of our own before anything is measured: the first one through fresh code costs milliseconds for its
/// compilation, and a plan may have no warm-up request. A few more go before each run, for a load may take minutes. No server under test sees any of it. Only TLS is not
/// warmed by it; connections are opened before each run's requests.
/// </summary>
internal static class ClientWarmUp
{
    /// <summary>The runtime compiles anew, and better, what was called thirty times.</summary>
    private const int Requests = 40;

    /// <summary>Through the better code.</summary>
    private const int More = 5;

    /// <summary>It does so beside the program, a tenth of a second after the last new code: not beside what is measured.</summary>
    private static readonly TimeSpan Compiling = TimeSpan.FromMilliseconds(250);

    private const int Chunks = 64;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly Lazy<Task<string?>> Once = new(() => Task.Run(PlayWholeAsync));

    /// <summary>Once a process, however often it is called. Null, or why the client is not warm.</summary>
    public static Task<string?> PlayAsync(CancellationToken cancellationToken) => Once.Value.WaitAsync(cancellationToken);

    /// <summary>Some milliseconds, right before requests are measured.</summary>
    public static Task PlayShortAsync(CancellationToken cancellationToken) => PlayAsync(More, cancellationToken);

    private static async Task<string?> PlayWholeAsync()
    {
        var cold = await PlayAsync(Requests, CancellationToken.None);
        await Task.Delay(Compiling, TimeProvider.System, CancellationToken.None);
        return cold ?? await PlayAsync(More, CancellationToken.None);
    }

    private static async Task<string?> PlayAsync(int requests, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = new LoopbackStream(Encoding.UTF8.GetBytes(Events()));
            await using var client = new OpenAiStreamClient(server.Address, apiKey: null, TimeProvider.System);
            await client.WarmUpAsync(2, cancellationToken);
            var outcomes = new List<RequestOutcome>();
            for (var request = 0; request < requests; request++)
                outcomes.Add(Kept(await client.StreamAsync(Request(request), cancellationToken)));
            cancellationToken.ThrowIfCancellationRequested();
            return outcomes.Find(outcome => outcome is not RequestOutcome.Completed) is { } failed ? Cold(failed.Reason) : null;
        }
        catch (SocketException refused)
        {
            return Cold(refused.Message);
        }
    }

    private static string Cold(string? reason) => $"The client could not be warmed against a listener of its own: the first request of this session may look slower than it was. {reason}";

    /// <summary>All that is done with an answer while others may be under way.</summary>
    private static RequestOutcome Kept(RequestTimeline timeline)
    {
        _ = RequestMeasurement.Of(timeline);
        var outcome = RequestOutcome.Of(timeline);
        JournalEntry entry = new JournalEntry.Request
        {
            At = timeline.SentAt,
            Run = "warm-up",
            Variant = "none",
            Id = "warm-up",
            Case = "none",
            Pass = Pass.Speed,
            Concurrency = 1,
            Iteration = 0,
            MaxTokens = Chunks,
            Sampling = Sampling.Greedy,
            PromptHash = PromptHash.Of("warm-up"),
            Timeline = timeline,
            Outcome = outcome,
        };
        _ = JsonSerializer.SerializeToUtf8Bytes(entry, ResultJson.Journal);
        return outcome;
    }

    private static ChatRequest Request(int number) => new()
    {
        Model = "none",
        Prompt = $"// {number}\nwarm-up",
        MaxTokens = Chunks,
        Sampling = Sampling.Greedy,
        Seed = number,
        IdleLimit = Limit,
        TotalLimit = Limit,
    };

    private static string Events() => $$$"""
        data: {"id":"w","object":"chat.completion.chunk","model":"none","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        {{{string.Concat(Enumerable.Range(0, Chunks / 2).Select(chunk => Delta("reasoning_content", chunk)))}}}{{{string.Concat(Enumerable.Range(0, Chunks / 2).Select(chunk => Delta("content", chunk)))}}}data: {"id":"w","model":"none","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"w","model":"none","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":{{{Chunks}}},"total_tokens":{{{Chunks + 9}}}}}

        data: [DONE]


        """;

    private static string Delta(string member, int chunk) =>
        $$$"""data: {"id":"w","object":"chat.completion.chunk","model":"none","choices":[{"index":0,"delta":{"{{{member}}}":" word\n{{{chunk}}}"},"finish_reason":null}]}""" + "\n\n";
}
