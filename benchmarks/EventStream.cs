using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Benchmarks;

/// <summary>A request in, bytes over a loopback connection, a timeline out. The other side sends what lies ready and makes nothing for an event.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly LoopbackStream _server;
    private readonly OpenAiStreamClient _client;
    private readonly NativeChatClient _native;
    private readonly bool _isNamed;
    private readonly int _events;

    public EventStream(string kind, int events)
    {
        (_isNamed, _events) = (kind == SampleEvents.Named, events);
        _server = new LoopbackStream(SampleEvents.Of(kind, events));
        _client = new OpenAiStreamClient(_server.Address, apiKey: null, TimeProvider.System);
        _native = new NativeChatClient(_server.Address, apiKey: null, TimeProvider.System);
    }

    public async Task<RequestTimeline> ReadAsync()
    {
        var timeline = _isNamed ? (await _native.AskAsync(Request, CancellationToken.None)).Timeline : await _client.StreamAsync(Request, CancellationToken.None);
        var texts = timeline.Events.Count(seen => seen.TextBytes > 0);
        return texts == _events && timeline.End == StreamEnd.Done ? timeline : throw new InvalidOperationException($"{texts} of {_events} texts were read, and then: {timeline.End} {timeline.Error}");
    }

    public async ValueTask DisposeAsync()
    {
        _native.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private ChatRequest Request => new()
    {
        Model = "none",
        Prompt = "Say something.",
        MaxTokens = _events,
        Sampling = Sampling.Greedy,
        IdleLimit = Limit,
        TotalLimit = Limit,
    };
}
