using System.Text.RegularExpressions;

namespace LlmObs.Tests;

/// <summary>A file of source, read without compiling it: its room, what it declares, and which rooms it uses.</summary>
internal sealed partial class SourceFile
{
    private readonly string _code;

    public SourceFile(string path, string room, string text)
    {
        (Path, Room) = (path, room);
        _code = TextOrComment().Replace(text, match => match.Groups["text"].Value);
        Namespace = NamespaceLine().Match(_code) is { Success: true } line ? line.Groups["name"].Value : null;
        Names = [.. Declaration().Matches(_code).Select(NameIn), .. Extension().Matches(_code).Select(match => $".{NameIn(match)}").Distinct(StringComparer.Ordinal)];
    }

    public string Path { get; }

    public string Room { get; }

    /// <summary>Null for top-level statements.</summary>
    public string? Namespace { get; }

    /// <summary>The types it declares and, with a dot before, its extension methods: those are called without naming their type.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>By a using; by a name of an enclosing room, which needs no using; by a qualified name.</summary>
    public IEnumerable<string> Uses(ILookup<string, string> namesByRoom)
    {
        var usings = Using().Matches(_code).Select(NameIn).Select(name => namesByRoom.Contains(name) ? name : Enclosing(name));
        var named = namesByRoom.Where(other => IsWithin(other.Key) && other.Any(IsNamed)).Select(other => other.Key);
        var qualified = namesByRoom.Where(other => other.Any(name => IsQualified(other.Key, name))).Select(other => other.Key);
        return usings.Concat(named).Concat(qualified).Where(used => used != Room).Distinct(StringComparer.Ordinal);
    }

    private bool IsWithin(string room) => Room.StartsWith($"{room}.", StringComparison.Ordinal);

    /// <summary>A type does not stand after a dot: there a member of the same name may. An extension method does.</summary>
    private bool IsNamed(string name) => _code.Contains(name, StringComparison.Ordinal) && IsFound(name.StartsWith('.') ? $@"\{name}\b" : $@"(?<!\w|[^.]\.){name}\b");

    private bool IsQualified(string room, string name) =>
        _code.Contains($"{LastPart(room)}.{name}", StringComparison.Ordinal) && IsFound($@"(?<!\w){LastPart(room)}\.{name}\b");

    private bool IsFound(string pattern) => Regex.IsMatch(_code, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string NameIn(Match match) => match.Groups["name"].Value;

    /// <summary><c>using static</c> and an alias name a type: its room is what stands before it.</summary>
    private static string Enclosing(string name) => name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : name;

    private static string LastPart(string room) => room[(room.LastIndexOf('.') + 1)..];

    /// <summary>Comments are dropped. Text is kept, because an interpolated one holds code, and taken as a whole, because it may hold two slashes.</summary>
    [GeneratedRegex(""""(?<text>"""[\s\S]*?"""|@"([^"]|"")*"|"(\\.|[^"\\\n])*"|'(\\.|[^'\\])')|//[^\n]*|/\*[\s\S]*?\*/"""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextOrComment();

    [GeneratedRegex(@"^namespace LlmObs\.(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceLine();

    /// <summary>At the start of a line: a type within a type belongs to that one alone.</summary>
    [GeneratedRegex(@"^(\w+ )*(class|record struct|record|struct|interface|enum|delegate [\w<>?.]+) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s+(public|internal) static [^=;]*? (?<name>\w+)(<[^()]*>)?\(this ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Extension();

    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?LlmObs\.(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Using();
}
