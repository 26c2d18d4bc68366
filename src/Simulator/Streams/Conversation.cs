using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Streams;

/// <summary>One chat request being answered: its schedule, and the pace it is sent at.</summary>
internal sealed class Conversation(LoadedModel loaded, StreamSchedule schedule, Truth truth, TimeProvider clock)
{
    public LoadedModel Loaded => loaded;

    public StreamSchedule Schedule => schedule;

    public Truth Truth => truth;

    public TimeProvider Clock => clock;

    public string Id => truth.Id;

    /// <summary>Hands out each token when it is due. Due times count from the request's arrival, so lateness never adds up.</summary>
    public async IAsyncEnumerable<ScheduledToken> TokensAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var token in schedule.Tokens)
        {
            await WaitUntilAsync(token.Due, cancellationToken);
            yield return token;
        }
    }

    public Task WaitUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - clock.GetElapsedTime(truth.ReceivedTimestamp);
        return left > TimeSpan.Zero ? Task.Delay(left, clock, cancellationToken) : Task.CompletedTask;
    }
}
