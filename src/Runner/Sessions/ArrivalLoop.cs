namespace LlmObs.Runner.Sessions;

/// <summary>
/// An open loop: each request is sent at its time, whether the ones before have ended or not. The loop itself only waits and hands over, so that no request delays the next;
/// by how much a byte leaves later than intended its timeline tells.
/// </summary>
/// <param name="mostInFlight">A request whose time comes while so many are under way is left out.</param>
/// <param name="clock">The one clock.</param>
internal sealed class ArrivalLoop(int mostInFlight, TimeProvider clock)
{
    /// <summary>So that the first is not late for what it takes to begin.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(5);

    /// <summary>Where a server does not say how many it answers at once.</summary>
    private const int UsualSlots = 4;

    private int _inFlight;

    /// <summary>
    /// How many connections to open beforehand: as many as are answered at once. More would hold a thread each in a server that gives one to every connection, and what
    /// opening another costs is in the lateness.
    /// </summary>
    public static int Connections(int mostInFlight, int? slots) => Math.Min(mostInFlight, slots ?? UsualSlots);

    /// <summary>Returns when all that were sent have ended. Throws what the first of them threw; then the others are stopped.</summary>
    /// <param name="requests">In the order of their times.</param>
    /// <param name="after">When each is meant to be sent; the loop begins with the first.</param>
    /// <param name="sendAsync">Is told the intended send time on the monotonic clock; false sends no more, and lets those under way end.</param>
    /// <param name="leaveOut">For a request that is not sent.</param>
    /// <param name="cancellationToken">Stops those under way, too.</param>
    public async Task RunAsync<T>(IReadOnlyList<T> requests, Func<T, TimeSpan> after, Func<T, long, CancellationToken, Task<bool>> sendAsync, Action<T> leaveOut, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var noMore = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var begun = clock.GetTimestamp();
        var underWay = new List<Task>(requests.Count);
        try
        {
            foreach (var request in requests)
            {
                var due = Lead + after(request) - after(requests[0]);
                await WaitAsync(begun, due, noMore.Token);
                underWay.Add(Begin(() => LeaveOutAsync(stopping, () => leaveOut(request)), () => SendAsync(stopping, noMore, () => sendAsync(request, begun + Ticks(due), stopping.Token))));
            }
        }
        catch (OperationCanceledException) when (noMore.IsCancellationRequested)
        {
            // those under way tell why
        }
        await Task.WhenAll(underWay);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Not on the loop's own time: neither what is sent nor what is kept of a request may delay the next.</summary>
    private Task Begin(Func<Task> leaveOutAsync, Func<Task> sendAsync)
    {
        if (Volatile.Read(ref _inFlight) >= mostInFlight)
            return Task.Run(leaveOutAsync, CancellationToken.None);
        Interlocked.Increment(ref _inFlight);
        return Task.Run(sendAsync, CancellationToken.None);
    }

    private static async Task LeaveOutAsync(CancellationTokenSource stopping, Action leaveOut)
    {
        try
        {
            leaveOut();
        }
        catch
        {
            await stopping.CancelAsync();
            throw;
        }
    }

    private async Task SendAsync(CancellationTokenSource stopping, CancellationTokenSource noMore, Func<Task<bool>> sendAsync)
    {
        try
        {
            if (!await sendAsync())
                await noMore.CancelAsync();
        }
        catch
        {
            await stopping.CancelAsync();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>A timer may be early by its own grain.</summary>
    private async Task WaitAsync(long begun, TimeSpan due, CancellationToken cancellationToken)
    {
        while (due - clock.GetElapsedTime(begun) is { Ticks: > 0 } left)
            await Task.Delay(left, clock, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
