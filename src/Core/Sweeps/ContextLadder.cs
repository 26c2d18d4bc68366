using LlmObs.Plans;

namespace LlmObs.Sweeps;

/// <summary>The contexts that are tried: by doubling, then the largest itself.</summary>
public static class ContextLadder
{
    /// <summary>From this many prompt tokens on a prefill speed is defined.</summary>
    private const int LeastPrompt = 512;
    private const int Template = 64;

    /// <summary>Tokens are reckoned from a prompt of half the length: by the luck of its words a text is longer by some √length, at most by so many times that.</summary>
    private const double LengthDoubt = 2;

    /// <summary>Smallest first; those without room for prompt and answer are left out.</summary>
    /// <param name="sweep">What the plan asks.</param>
    /// <param name="maximum">The most there can be.</param>
    public static IReadOnlyList<int> Steps(ContextSweep sweep, int maximum)
    {
        var top = Math.Min(maximum, sweep.MaximumTokens ?? int.MaxValue);
        var steps = new List<int>();
        for (long step = sweep.FirstTokens; step < top; step *= 2)
            steps.Add((int)step);
        return [.. steps.Append(top).Where(step => PromptTokens(sweep, step) >= LeastPrompt)];
    }

    /// <summary>How long a prompt fills a context and leaves room for the answer.</summary>
    public static int PromptTokens(ContextSweep sweep, int step) => step - sweep.AnswerTokens - Template - (int)(LengthDoubt * Math.Sqrt(step));
}
