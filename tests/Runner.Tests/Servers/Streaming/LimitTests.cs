using System.Text;
using LlmObs.Measurements;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>The idle limit, the total limit, and the user who has enough; of what came before, nothing is lost.</summary>
public sealed class LimitTests
{
    private static readonly byte[] Token = Encoding.UTF8.GetBytes("""data: {"choices":[{"index":0,"delta":{"content":"x"}}]}""" + "\n\n");
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_silent_server_is_given_up_after_the_idle_limit()
    {
        var timeline = await ReadAsync([Token, Token], then: () => _clock.Advance(Reading.Request.IdleLimit));

        Assert.Equal((StreamEnd.IdleTimeout, "xx", "No byte for 00:00:30."), (timeline.End, timeline.Answer, timeline.Error));
        Assert.Equal("truncated", RequestOutcome.Of(timeline).Name);
    }

    [Fact]
    public async Task Every_byte_starts_the_idle_limit_anew()
    {
        var wait = Reading.Request.IdleLimit - TimeSpan.FromSeconds(1);

        var timeline = await Reading.OfAsync(_clock, new ScriptedConnection(_clock, [Token, ": still here\n\n"u8.ToArray(), Token]) { Wait = wait });

        Assert.Equal((StreamEnd.EndOfStream, "xx"), (timeline.End, timeline.Answer));
        Assert.Equal(3 * wait, timeline.Events[^1].At);
    }

    [Fact]
    public async Task A_stream_that_never_ends_is_given_up_after_the_total_limit()
    {
        var endless = Enumerable.Repeat<ReadOnlyMemory<byte>>(Token, 1000);

        var timeline = await Reading.OfAsync(_clock, new ScriptedConnection(_clock, endless) { Wait = TimeSpan.FromSeconds(20) });

        Assert.Equal((StreamEnd.TotalTimeout, "Not finished after 00:05:00."), (timeline.End, timeline.Error));
        Assert.Equal(14, timeline.Answer.Length);
        Assert.Equal(Reading.Request.TotalLimit, timeline.EndAt);
    }

    [Fact]
    public async Task The_users_stop_is_no_failure_of_the_server()
    {
        using var user = new CancellationTokenSource();

        var timeline = await ReadAsync([Token], then: user.Cancel, user);

        Assert.Equal((StreamEnd.Cancelled, "x", null), (timeline.End, timeline.Answer, timeline.Error));
        Assert.Equal("cancelled", RequestOutcome.Of(timeline).Code);
    }

    [Fact]
    public async Task The_users_stop_counts_even_when_a_limit_is_over_too()
    {
        using var user = new CancellationTokenSource();

        var timeline = await ReadAsync([Token], then: () =>
        {
            user.Cancel();
            _clock.Advance(Reading.Request.TotalLimit);
        }, user);

        Assert.Equal(StreamEnd.Cancelled, timeline.End);
    }

    [Fact]
    public async Task An_event_whose_blank_line_never_came_is_kept_when_a_limit_hits()
    {
        var timeline = await ReadAsync([Token, Token.AsMemory(0, Token.Length - 1)], then: () => _clock.Advance(Reading.Request.IdleLimit));

        Assert.Equal("xx", timeline.Answer);
        Assert.Equal(2 * ScriptedConnection.Step, timeline.Events[^1].At);
    }

    [Fact]
    public async Task An_event_whose_blank_line_never_came_is_kept_when_the_connection_breaks()
    {
        var finish = """data: {"choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"stop"}]}"""u8.ToArray();

        var timeline = await Reading.OfAsync(_clock, new ScriptedConnection(_clock, [Token, finish]) { Then = _ => throw new IOException("Connection reset by peer") });

        Assert.Equal((StreamEnd.ConnectionReset, "x!", "stop"), (timeline.End, timeline.Answer, timeline.FinishReason));
    }

    private Task<RequestTimeline> ReadAsync(IEnumerable<ReadOnlyMemory<byte>> reads, Action then, CancellationTokenSource? user = null) =>
        Reading.OfAsync(_clock, new ScriptedConnection(_clock, reads) { Then = token => UntilAsync(then, token) }, user: user);

    /// <summary>Nothing more comes: only a limit or the user ends it.</summary>
    private static Task UntilAsync(Action then, CancellationToken token)
    {
        var forever = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        then();
        return forever;
    }
}
