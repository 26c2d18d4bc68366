using System.Text.RegularExpressions;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>Takes out of a text what tells whose machine it is: the names of user and host, every path into a user's own folder, and the names people give their disks.</summary>
internal sealed partial class Anonymous
{
    private const string Home = "~";
    private readonly IReadOnlyList<(string Word, string Instead)> _words;

    /// <param name="user">The user's name.</param>
    /// <param name="host">The machine's; of a.b.c the first part is taken for a name too.</param>
    /// <param name="home">The user's own folder.</param>
    public Anonymous(string user, string host, string home) =>
        _words = [.. new[] { (home.TrimEnd('/', '\\'), Home), (host, "<host>"), (host.Split('.')[0], "<host>"), (user, "<user>") }.Where(word => word.Item1.Length > 0)];

    public static Anonymous OfThisProcess { get; } =
        new(Environment.UserName, Environment.MachineName, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    public string Of(string text) => Volume().Replace(OwnFolder().Replace(_words.Aggregate(text, Without), Home), "<disk>");

    public string? OfKnown(string? text) => text is null ? null : Of(text);

    /// <summary>As a whole word, any case: a user called "mem" leaves "memory" alone.</summary>
    private static string Without(string text, (string Word, string Instead) hidden) =>
        Regex.Replace(text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(hidden.Word)}(?![\p{{L}}\p{{N}}])", hidden.Instead, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    /// <summary>Also of another user, as on another machine.</summary>
    [GeneratedRegex("""(/Users|/home|[A-Za-z]:\\Users)[/\\][^/\\\s:"']+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnFolder();

    /// <summary>Such a name may have blanks: all that follows goes with it.</summary>
    [GeneratedRegex("(/Volumes|/media|/run/media|/mnt)/.*", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Volume();
}
