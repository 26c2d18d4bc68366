using System.Text;
using LlmObs.Runner.Servers.Streaming;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>An event has the time at which the read that brought it returned.</summary>
public sealed class StampTests
{
    private static readonly TimeSpan Step = ScriptedConnection.Step;
    private static readonly byte[] Token = Encoding.UTF8.GetBytes("""data: {"choices":[{"index":0,"delta":{"content":"x"}}]}""" + "\n\n");

    [Fact]
    public async Task Events_of_one_read_share_its_time_and_number()
    {
        byte[] three = [.. Token, .. Token, .. Token];

        var timeline = await Reading.OfAsync(Token, three, Token);

        Assert.Equal([(1 * Step, 0), (2 * Step, 1), (2 * Step, 1), (2 * Step, 1), (3 * Step, 2)], timeline.Events.Select(seen => (seen.At, seen.Read)));
    }

    [Fact]
    public async Task An_event_that_came_in_two_reads_has_the_time_of_the_second()
    {
        var timeline = await Reading.OfAsync(Token.AsMemory(0, 20), Token.AsMemory(20));

        Assert.Equal(2 * Step, Assert.Single(timeline.Events).At);
    }

    [Fact]
    public async Task Time_spent_between_the_read_and_the_parser_is_not_in_the_stamp()
    {
        var clock = new FakeTimeProvider();
        var late = TimeSpan.FromSeconds(1);

        var timeline = await Reading.OfAsync(clock, new ScriptedConnection(clock, [Token, Token]), connection => new DelayedStream(connection, () => clock.Advance(late)));

        Assert.Equal([Step, Step + late + Step], timeline.Events.Select(seen => seen.At));
    }

    [Fact]
    public async Task A_last_event_without_its_blank_line_has_the_time_of_its_read_and_not_of_the_end()
    {
        var timeline = await Reading.OfAsync(Token, Token.AsMemory(0, Token.Length - 2));

        Assert.Equal([1 * Step, 2 * Step], timeline.Events.Select(seen => seen.At));
        Assert.Equal([0, 1], timeline.Events.Select(seen => seen.Read));
        Assert.Equal(3 * Step, timeline.EndAt);
    }

    [Fact]
    public async Task A_request_keeps_its_stamps_when_the_next_one_already_uses_its_connection()
    {
        var clock = new FakeTimeProvider();
        await using var connection = new StampingStream(new ScriptedConnection(clock, [Token, Token, Token]), clock);
        var first = await SendAsync(connection);
        await ReadAsync(connection);
        var seen = first.LastRead;

        var second = await SendAsync(connection);
        await ReadAsync(connection);
        await ReadAsync(connection);

        Assert.Equal((seen, 1), (first.LastRead, first.Reads));
        Assert.Equal(2, second.Reads);
        Assert.Equal(seen, second.SentTimestamp);
    }

    [Fact]
    public async Task A_request_that_moves_to_another_connection_counts_from_there()
    {
        var clock = new FakeTimeProvider();
        await using var dead = new StampingStream(new ScriptedConnection(clock, [Token]), clock);
        await using var fresh = new StampingStream(new ScriptedConnection(clock, [Token]), clock);
        var exchange = Exchange.Begin();
        await dead.WriteAsync(Token, TestContext.Current.CancellationToken);
        clock.Advance(Step);

        await fresh.WriteAsync(Token, TestContext.Current.CancellationToken);
        await ReadAsync(dead);

        Assert.Equal(Step, clock.GetElapsedTime(exchange.SentTimestamp, clock.GetTimestamp()));
        Assert.Equal(0, exchange.Reads);
    }

    [Fact]
    public async Task The_request_is_sent_with_its_first_byte_and_not_with_its_last()
    {
        var clock = new FakeTimeProvider();
        await using var connection = new StampingStream(new ScriptedConnection(clock, []), clock);
        var exchange = await SendAsync(connection);
        var first = exchange.SentTimestamp;
        clock.Advance(Step);

        await connection.WriteAsync(Token, TestContext.Current.CancellationToken);

        Assert.Equal(first, exchange.SentTimestamp);
    }

    private static async Task<Exchange> SendAsync(Stream connection)
    {
        var exchange = Exchange.Begin();
        await connection.WriteAsync(Token, TestContext.Current.CancellationToken);
        return exchange;
    }

    private static async Task ReadAsync(Stream connection) => Assert.NotEqual(0, await connection.ReadAsync(new byte[4096], TestContext.Current.CancellationToken));
}
