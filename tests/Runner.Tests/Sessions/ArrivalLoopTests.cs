using System.Collections.Concurrent;
using LlmObs.Runner.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>An open loop by a clock that the test turns.</summary>
public sealed class ArrivalLoopTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentDictionary<int, double> _late = [];
    private readonly ConcurrentBag<int> _leftOut = [];
    private readonly SemaphoreSlim _sent = new(0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _sent.Dispose();

    [Fact]
    public async Task What_a_held_up_client_sends_late_is_told_as_late_and_all_of_it_is_sent()
    {
        var loop = RunAsync([0, 1, 2, 3], mostInFlight: 10, (request, intended, _) => Sent(request, intended));

        _clock.Advance(TimeSpan.FromSeconds(2.505));
        for (var request = 0; request < 3; request++)
            await _sent.WaitAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        await loop;

        Assert.Equal([(0, 2.5), (1, 1.5), (2, 0.5), (3, 0)], Enumerable.Range(0, 4).Select(request => (request, Math.Round(_late[request], 6))));
    }

    [Fact]
    public async Task A_slow_answer_delays_no_other_and_beyond_the_bound_requests_are_left_out()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = RunAsync([0, 1, 2, 3, 4], mostInFlight: 3, async (request, intended, _) =>
        {
            await Sent(request, intended);
            return await answer.Task;
        });

        _clock.Advance(TimeSpan.FromSeconds(10));
        answer.SetResult(true);
        await loop;

        Assert.Equal([0, 1, 2], _late.Keys.Order());
        Assert.Equal([3, 4], _leftOut.Order());
    }

    [Fact]
    public async Task When_one_says_no_more_the_loop_ends_at_once_however_far_the_next_is()
    {
        await RunAsync([0, 3600], mostInFlight: 3, async (request, intended, _) => !await Sent(request, intended), advance: true);

        Assert.Equal([0], _late.Keys);
    }

    [Fact]
    public async Task What_one_throws_ends_the_others_and_comes_out()
    {
        var stopped = 0;
        var loop = RunAsync([0, 0, 1], mostInFlight: 3, async (request, _, stopping) =>
        {
            if (request == 1)
                throw new InvalidOperationException("The disk is full.");
            await using var told = stopping.Register(() => Interlocked.Increment(ref stopped));
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stopping);
            return true;
        }, advance: true);

        Assert.Equal("The disk is full.", (await Assert.ThrowsAsync<InvalidOperationException>(() => loop)).Message);
        Assert.Equal(1, stopped);
    }

    private Task<bool> Sent(int request, long intended)
    {
        _late[request] = _clock.GetElapsedTime(intended).TotalSeconds;
        _sent.Release();
        return Task.FromResult(true);
    }

    private Task RunAsync(double[] after, int mostInFlight, Func<int, long, CancellationToken, Task<bool>> sendAsync, bool advance = false)
    {
        var loop = new ArrivalLoop(mostInFlight, _clock).RunAsync([.. Enumerable.Range(0, after.Length)], request => TimeSpan.FromSeconds(after[request]), sendAsync, _leftOut.Add, Cancel);
        if (advance)
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        return loop;
    }
}
