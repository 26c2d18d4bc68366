using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Streams;

/// <summary>Lays out an answer in time, by the model's figures alone.</summary>
internal sealed class Scheduler(SimulatorOptions options)
{
    private const int ColdPrefillFactor = 4;
    private const double ColdSpeedFactor = 0.6;
    private const double ShareOfThinking = 0.4;

    public StreamSchedule Plan(LoadedModel loaded, ChatAsk ask, int active)
    {
        var model = loaded.Model;
        var isCold = loaded.TakesColdStart();
        var isCached = loaded.IsInPromptCache(ask.Prompt);
        var promptTokens = PromptTokens(ask.Prompt);
        var prefill = isCached ? TimeSpan.Zero : TimeSpan.FromSeconds(promptTokens / model.PrefillTokensPerSecond);
        var first = model.FixedDelay + (isCold ? prefill * ColdPrefillFactor + model.FixedDelay * 2 : prefill);
        var speed = model.DecodeTokensPerSecond * loaded.SpeedFactor * (isCold ? ColdSpeedFactor : 1) / Crowding(active);

        var natural = NaturalLength(model, ask);
        var count = Math.Min(ask.MaxTokens ?? natural, natural);
        var thinking = model.Thinks ? (int)(natural * ShareOfThinking) : 0;
        var text = AnswerText.Tokens(options.Seed, model.Key, ask.Prompt, ask.Seed, count);
        return new StreamSchedule
        {
            PromptTokens = promptTokens,
            FinishReason = count < natural ? "length" : "stop",
            Tokens = [.. text.Select((token, index) => new ScheduledToken((first + TimeSpan.FromSeconds(index / speed)) / options.TimeScale, token, index < thinking))],
        };
    }

    /// <summary>Two streams at once are 1.6 times as much work for each, four 2.8 times: batching gains, but not for free.</summary>
    private static double Crowding(int active) => 1 + 0.6 * (active - 1);

    /// <summary>About four bytes a token, and the chat template.</summary>
    private static int PromptTokens(string prompt) => System.Text.Encoding.UTF8.GetByteCount(prompt) / 4 + 8;

    /// <summary>How long the answer would be without a limit: the same for every quantization of a model.</summary>
    private int NaturalLength(SimulatedModel model, ChatAsk ask) => Dice.For(options.Seed, model.Architecture, ask.Prompt, ask.Seed).Next(400, 1400);
}
