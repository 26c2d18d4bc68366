using LlmObs.Plans;

namespace LlmObs.Imports;

/// <summary>How near a prompt is to a known case's.</summary>
public enum PromptMatch
{
    /// <summary>The same words.</summary>
    Same,

    /// <summary>A few characters differ: its speed compares, its answer only nearly.</summary>
    Nearly,

    /// <summary>Another prompt, whatever the file calls it.</summary>
    None,
}

/// <summary>Finds the case of a prompt by its text, for two files may give one name to different prompts.</summary>
public static class KnownPrompts
{
    /// <summary>A fifth of the characters: 含 for 括, 完整 more or less.</summary>
    private const int LargestShareOfEdits = 5;

    public static (Case? Case, PromptMatch Match) Find(string? prompt, IReadOnlyList<Case> known)
    {
        if (string.IsNullOrWhiteSpace(prompt))
            return (null, PromptMatch.None);
        var bare = Bare(prompt);
        var nearest = known.Select(one => (Case: one, Text: Bare(one.Prompt))).Where(one => Math.Abs(one.Text.Length - bare.Length) * LargestShareOfEdits <= bare.Length)
            .Select(one => (one.Case, Edits: NearestName.Edits(bare, one.Text))).OrderBy(one => one.Edits).FirstOrDefault();
        return nearest switch
        {
            { Case: null } => (null, PromptMatch.None),
            { Edits: 0 } => (nearest.Case, PromptMatch.Same),
            _ => nearest.Edits * LargestShareOfEdits <= bare.Length ? (nearest.Case, PromptMatch.Nearly) : (null, PromptMatch.None),
        };
    }

    private static string Bare(string prompt) => string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
