namespace LlmObs.ServiceDefaults;

/// <summary>The word by which a Collector that others can reach knows who may ask. It is never printed.</summary>
public static class CollectorToken
{
    public const string Variable = "LLMOBS_COLLECTOR_TOKEN";
    private const int Shortest = 16;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The token of a file; a mistake is added when it has none that can be used, and <paramref name="warn"/> is told of a file that others can read.</summary>
    public static string? OfFile(string file, string flag, ICollection<string> mistakes, Action<string> warn)
    {
        try
        {
            var token = Checked(File.ReadAllText(file), $"{flag}: the token in {file}", mistakes);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None)
                warn($"Other users of this machine can read {file}. Write: chmod 600 {file}");
            return token;
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{flag}: {file} cannot be read ({unread.Message.TrimEnd('.')}). {HowToMake(file)}");
            return null;
        }
    }

    /// <summary>The token of the environment, null for none; a mistake is added when it is of no use.</summary>
    public static string? OfVariable(string? value, ICollection<string> mistakes) => string.IsNullOrEmpty(value) ? null : Checked(value, $"{Variable}: the token", mistakes);

    public static string HowToMake(string file) => $"This makes one: (umask 077; openssl rand -hex 32 > {file})";

    private static string? Checked(string text, string what, ICollection<string> mistakes)
    {
        var token = text.Trim();
        if (token.Length < Shortest)
            mistakes.Add($"{what} has {token.Length} characters; one that cannot be guessed has at least {Shortest}. {HowToMake("FILE")}");
        else if (token.Any(letter => letter is <= ' ' or > '~'))
            mistakes.Add($"{what} has a space, a line break or a letter outside ASCII in it, which cannot be sent. {HowToMake("FILE")}");
        else
            return token;
        return null;
    }
}
