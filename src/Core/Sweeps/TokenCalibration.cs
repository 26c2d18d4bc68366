namespace LlmObs.Sweeps;

/// <summary>
/// How many tokens of this model a text of so many characters has: tokens = a + b · characters, through the shortest and the longest prompt that the server counted;
/// a is its chat template. Rejected: the two longest, whose small difference makes the slope of luck. Only the server's count is ever reported: this decides how much text is sent.
/// </summary>
public sealed record TokenCalibration(double Fixed, double PerCharacter)
{
    /// <summary>Where nothing was counted yet: English text has more characters a token on nearly every model, so too little is sent rather than too much.</summary>
    private static readonly TokenCalibration Cautious = new(0, 1.0 / 3);

    public static TokenCalibration Of(IEnumerable<(int Characters, int Tokens)> counted)
    {
        var known = counted.OrderBy(one => one.Characters).ToList();
        return known.Count == 0 ? Cautious : Through(known[0], known[^1]);
    }

    public int Characters(int tokens) => (int)((tokens - Fixed) / PerCharacter);

    public int Tokens(int characters) => (int)Math.Round(Fixed + characters * PerCharacter);

    /// <summary>Where no template of zero tokens or more explains both, the longest alone counts.</summary>
    private static TokenCalibration Through((int Characters, int Tokens) shortest, (int Characters, int Tokens) longest)
    {
        var slope = longest.Characters == shortest.Characters ? 0 : (double)(longest.Tokens - shortest.Tokens) / (longest.Characters - shortest.Characters);
        var template = longest.Tokens - slope * longest.Characters;
        return slope > 0 && template >= 0 ? new TokenCalibration(template, slope) : new TokenCalibration(0, (double)longest.Tokens / longest.Characters);
    }
}
