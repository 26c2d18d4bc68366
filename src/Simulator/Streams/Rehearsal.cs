using System.IO.Pipelines;
using LlmObs.Simulator.Answers;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Streams;

/// <summary>Plays one answer to nobody, so that no measured stream waits for code to be compiled. It leaves no trace on the machine.</summary>
internal sealed class Rehearsal(AnswerWriter writer, SchedulePlayer player, SimulatorOptions options, TimeProvider clock)
{
    private const int Tokens = 64;

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var generation = Begin();
        foreach (var schedule in new[] { OpenAiChat.Stream(generation, includeUsage: true, withStats: true), NativeChat.Stream(generation, withStart: true) })
            await player.PlayAsync(schedule, generation.NewTruth(schedule, clock.TimestampFrequency), PipeWriter.Create(Stream.Null), cancellationToken);
    }

    private Generation Begin()
    {
        var model = SimulatedMachine.Models[0] with { FixedDelay = TimeSpan.FromMilliseconds(1), DecodeTokensPerSecond = 10_000 };
        var loaded = new LoadedModel
        {
            Model = model,
            Id = model.Key,
            ContextTokens = 4096,
            AskedContextTokens = 4096,
            LoadNumber = 1,
            SpeedFactor = 1,
            ParallelSlots = 1,
            Slots = new SemaphoreSlim(1),
        };
        var load = new Load { PromptTokens = 1, CachedTokens = 0, IsCold = false, Neighbours = 1 };
        var now = clock.GetTimestamp();
        return new Generation
        {
            Id = "rehearsal",
            Loaded = loaded,
            Answer = writer.Write(model, new Question { Prompt = "rehearsal", MaximumTokens = Tokens }),
            Timing = Timing.Of(loaded, load, options),
            Load = load,
            ReceivedTimestamp = now,
            StartedTimestamp = now,
            Created = clock.GetUtcNow(),
            QueueTime = TimeSpan.Zero,
        };
    }
}
