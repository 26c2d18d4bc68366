using LlmObs.Simulator.Answers;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Streams;

/// <summary>Takes a chat request from arrival to answer: which loaded model, a free slot, the answer and its times.</summary>
internal sealed class ChatDesk(SimulatedMachine machine, ModelDisk disk, AnswerWriter writer, MachineHistory history, SimulatorOptions options, TimeProvider clock)
{
    /// <summary>What the chat template adds to a prompt.</summary>
    private const int TemplateTokens = 8;

    private int _count;

    /// <summary>Answers, or says why not.</summary>
    public async Task<IResult?> AnswerAsync(ChatAsk ask, string idPrefix, ILoadListener? listener, Func<Generation, Task> answerAsync, CancellationToken cancellationToken)
    {
        var received = clock.GetTimestamp();
        var (loaded, loadTime, refusal) = await ReadyAsync(ask, listener, cancellationToken);
        if (loaded is null)
            return refusal;
        var prompt = options.CutsPromptsTo is { } most ? TokenPieces.Tail(ask.Question.Prompt, most) : ask.Question.Prompt;
        var promptTokens = TokenPieces.Count(prompt) + TemplateTokens;
        if (promptTokens >= loaded.ContextTokens)
            return SimulatorErrors.TooLong(promptTokens, loaded.ContextTokens);

        var question = ask.Question with { Prompt = prompt, MaximumTokens = Math.Min(ask.Question.MaximumTokens is >= 0 and var asked ? asked : int.MaxValue, loaded.ContextTokens - promptTokens) };
        var queued = clock.GetTimestamp();
        await loaded.Slots.WaitAsync(cancellationToken);
        history.BeginAnswer(loaded.Model.Watts);
        try
        {
            var begun = Begin(loaded, question, promptTokens);
            await answerAsync(begun with { Id = NextId(idPrefix), ReceivedTimestamp = received, ModelLoadTime = loadTime, QueueTime = clock.GetElapsedTime(queued, begun.StartedTimestamp) });
            return null;
        }
        finally
        {
            history.EndAnswer(loaded.Model.Watts);
            loaded.Leave(clock);
            loaded.Slots.Release();
        }
    }

    private Generation Begin(LoadedModel loaded, Question question, int promptTokens)
    {
        var started = clock.GetTimestamp();
        var load = new Load
        {
            PromptTokens = promptTokens,
            CachedTokens = Math.Min(loaded.TakeCached(question.Prompt, prefix => TokenPieces.Count(prefix)), promptTokens - 1),
            IsCold = loaded.TakesColdStart(),
            IsThrottled = history.Heat.Throttles(history.Now.Celsius),
            Neighbours = loaded.Enter(),
        };
        return new Generation
        {
            Id = "",
            Loaded = loaded,
            Answer = writer.Write(loaded.Model, question),
            Timing = Timing.Of(loaded, load, options),
            Load = load,
            ReceivedTimestamp = started,
            StartedTimestamp = started,
            Created = clock.GetUtcNow(),
            QueueTime = TimeSpan.Zero,
        };
    }

    private string NextId(string prefix) => $"{prefix}-simulated-{options.Seed}-{Interlocked.Increment(ref _count)}";

    /// <summary>Like LM Studio's just-in-time loading: a model that is not loaded is loaded, or another one answers.</summary>
    private async Task<(LoadedModel? Loaded, TimeSpan? LoadTime, IResult? Refusal)> ReadyAsync(ChatAsk ask, ILoadListener? listener, CancellationToken cancellationToken)
    {
        var any = machine.Loaded.FirstOrDefault();
        if ((ask.Model.Length == 0 ? any : machine.FindLoaded(ask.Model)) is { } loaded)
            return (loaded, null, null);
        if (options.AnswersWithWrongModel && any is not null)
            return (any, null, null);
        if (disk.Find(ask.Model) is not { } model)
            return (null, null, SimulatorErrors.NoSuchModel(ask.Model));

        if (listener is not null)
            await listener.BeginAsync(model);
        var fresh = await machine.LoadAsync(model, new LoadWish { ContextTokens = ask.ContextTokens }, listener is null ? null : listener.ProgressAsync, cancellationToken);
        if (fresh is null)
            return (null, null, SimulatorErrors.DoesNotFit(model));
        if (listener is not null)
            await listener.EndAsync(fresh);
        return (fresh, fresh.LoadTime, null);
    }
}

/// <summary>Is told how the loading that a request caused goes.</summary>
internal interface ILoadListener
{
    Task BeginAsync(SimulatedModel model);

    Task ProgressAsync(double share);

    Task EndAsync(LoadedModel loaded);
}
