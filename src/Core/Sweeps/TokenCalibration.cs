namespace LlmObs.Sweeps;

/// <summary>
/// How many tokens of this model a text of so many characters has: tokens = a + b · characters, through the two longest prompts that the server counted;
/// a is its chat template. Only the server's count is ever reported: this decides how much text is sent.
/// </summary>
public sealed record TokenCalibration(double Fixed, double PerCharacter)
{
    /// <summary>Where nothing was counted yet: English text has more characters a token on nearly every model, so too little is sent rather than too much.</summary>
    private static readonly TokenCalibration Cautious = new(0, 1.0 / 3);

    public static TokenCalibration Of(IEnumerable<(int Characters, int Tokens)> counted)
    {
        var longest = counted.DistinctBy(one => one.Characters).OrderByDescending(one => one.Characters).Take(2).ToList();
        return longest switch
        {
            [] => Cautious,
            [var only] => new TokenCalibration(0, (double)only.Tokens / only.Characters),
            [var longer, var shorter, ..] => Through(longer, shorter),
        };
    }

    public int Characters(int tokens) => (int)((tokens - Fixed) / PerCharacter);

    public int Tokens(int characters) => (int)Math.Round(Fixed + characters * PerCharacter);

    /// <summary>Two counts that do not rise with the text tell of no slope: then the longer one alone counts.</summary>
    private static TokenCalibration Through((int Characters, int Tokens) longer, (int Characters, int Tokens) shorter)
    {
        var slope = (double)(longer.Tokens - shorter.Tokens) / (longer.Characters - shorter.Characters);
        return slope <= 0 ? Of([longer]) : new TokenCalibration(longer.Tokens - slope * longer.Characters, slope);
    }
}
