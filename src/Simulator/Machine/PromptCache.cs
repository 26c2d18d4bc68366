namespace LlmObs.Simulator.Machine;

/// <summary>The last prompts of an instance: one that begins like any of them is answered sooner.</summary>
internal sealed class PromptCache
{
    private const int Kept = 4;
    private readonly Lock _gate = new();
    private readonly Queue<string> _prompts = new();

    /// <summary>The longest beginning shared with a prompt before; the prompt is remembered.</summary>
    public string TakePrefix(string prompt)
    {
        lock (_gate)
        {
            var shared = _prompts.Count == 0 ? 0 : _prompts.Max(before => before.AsSpan().CommonPrefixLength(prompt));
            _prompts.Enqueue(prompt);
            if (_prompts.Count > Kept)
                _prompts.Dequeue();
            return prompt[..shared];
        }
    }
}
