namespace LlmObs.Plans;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
public static class NearestName
{
    /// <summary>The known name that the fewest edits lead to; null when none is near enough to be meant.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (Name: candidate, Edits: Edits(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Edits).FirstOrDefault();
        return nearest.Name is not null && nearest.Edits <= Math.Max(2, name.Length / 3) ? nearest.Name : null;
    }

    public static string Advice(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return Of(name, names) is { } nearest ? $"Did you mean \"{nearest}\"?" : $"Known are: {string.Join(", ", names)}.";
    }

    /// <summary>Levenshtein's distance, row by row.</summary>
    internal static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
