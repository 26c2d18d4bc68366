using LlmObs.Plans;

namespace LlmObs.Sweeps;

/// <summary>A request of the context sweep, ready to send.</summary>
public sealed record ContextPrompt(string Text, string Nonce, ContextProbe Probe)
{
    private const int WarmUpCharacters = 2000;

    /// <summary>The prompt that fills a context.</summary>
    /// <param name="sweep">What the plan asks.</param>
    /// <param name="seed">The session's.</param>
    /// <param name="step">The context to fill.</param>
    /// <param name="calibration">How long a text that is; null where nothing was counted yet.</param>
    /// <param name="occasion">For a model that was not loaded afresh: its server may know the planned nonce.</param>
    public static ContextPrompt Of(ContextSweep sweep, int seed, int step, TokenCalibration? calibration, string? occasion)
    {
        var characters = (calibration ?? TokenCalibration.Of([])).Characters(ContextLadder.PromptTokens(sweep, step));
        return Of(seed, step, characters, Needle.Draw(seed, step, sweep.Depths), calibration, occasion);
    }

    /// <summary>The first after a load: without needles, and the same each time.</summary>
    public static ContextPrompt WarmUp(int seed, string? occasion) => Of(seed, 0, WarmUpCharacters, [], null, occasion);

    private static ContextPrompt Of(int seed, int step, int characters, IReadOnlyList<Needle> needles, TokenCalibration? calibration, string? occasion)
    {
        var nonce = RunMatrix.Digest($"{seed}/context/{step}/{occasion}");
        var text = Haystack.Fill(nonce, seed, step, characters, needles);
        return new ContextPrompt(text, nonce, new ContextProbe { ContextTokens = step, Characters = text.Length, ExpectedPromptTokens = calibration?.Tokens(text.Length), Needles = needles });
    }
}
