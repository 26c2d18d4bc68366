using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Streams;

/// <summary>Takes a chat request from arrival to answer: which loaded model, a free slot, the schedule.</summary>
internal sealed class ChatDesk(SimulatedMachine machine, Scheduler scheduler, TruthLog truths, SimulatorOptions options, TimeProvider clock)
{
    private int _count;

    /// <summary>Answers, or says why not: null when there is no such model.</summary>
    public async Task<IResult?> AnswerAsync(ChatAsk ask, string idPrefix, Func<Conversation, Task> answerAsync, CancellationToken cancellationToken)
    {
        var received = clock.GetTimestamp();
        if (await LoadedForAsync(ask.Model, cancellationToken) is not { } loaded)
            return SimulatorErrors.NoSuchModel(ask.Model);
        await loaded.Slots.WaitAsync(cancellationToken);
        try
        {
            var schedule = scheduler.Plan(loaded, ask, loaded.Enter());
            await answerAsync(new Conversation(loaded, schedule, NewTruth(idPrefix, loaded, received), clock));
            return null;
        }
        finally
        {
            loaded.Leave();
            loaded.Slots.Release();
        }
    }

    private Truth NewTruth(string idPrefix, LoadedModel loaded, long received)
    {
        var truth = new Truth
        {
            Id = $"{idPrefix}-simulated-{options.Seed}-{Interlocked.Increment(ref _count)}",
            Model = loaded.Id,
            ReceivedTimestamp = received,
            TimestampFrequency = clock.TimestampFrequency,
        };
        truths.Add(truth);
        return truth;
    }

    /// <summary>Like LM Studio's just-in-time loading: a model that is not loaded is loaded, or another one answers.</summary>
    private async Task<LoadedModel?> LoadedForAsync(string name, CancellationToken cancellationToken)
    {
        if (machine.FindLoaded(name) is { } loaded)
            return loaded;
        if (options.AnswersWithWrongModel && machine.Loaded.FirstOrDefault() is { } wrong)
            return wrong;
        return SimulatedMachine.Find(name) is { } model ? await machine.LoadAsync(model, null, true, cancellationToken) : null;
    }
}
