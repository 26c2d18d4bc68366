using System.Text.RegularExpressions;

namespace LlmObs.Dashboards.Tests.Files;

/// <summary>What a PromQL expression asks for: its metrics, the labels it names, those it makes itself. A tokenizer; whether the whole makes sense Prometheus itself says.</summary>
internal sealed partial class PromQl
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "sum", "min", "max", "avg", "count", "group", "topk", "bottomk", "quantile", "stddev", "stdvar", "count_values",
        "and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "inf", "nan",
    };

    private static readonly HashSet<string> TakesLabels = new(StringComparer.Ordinal) { "by", "without", "on", "ignoring", "group_left", "group_right" };

    private readonly Stack<Call> _calls = new();
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    private PromQl(string text)
    {
        var tokens = Token().Matches(text).Select(match => match.Value).ToList();
        for (var at = 0; at < tokens.Count; at++)
            at = Read(tokens, at);
        Grouped = [.. _named.Except(_made, StringComparer.Ordinal)];
    }

    public List<Selector> Selectors { get; } = [];

    public IReadOnlySet<string> Made => _made;

    /// <summary>Labels outside of braces that the expression did not make itself.</summary>
    public IReadOnlyList<string> Grouped { get; }

    public static PromQl Of(string text) => new(text);

    /// <summary>The index of the last token read.</summary>
    private int Read(List<string> tokens, int at)
    {
        var token = tokens[at];
        var next = at + 1 < tokens.Count ? tokens[at + 1] : "";
        switch (token[0])
        {
            case '(':
                _calls.Push(new Call(at > 0 ? tokens[at - 1] : "", []));
                return at;
            case ')':
                Close(_calls.Pop());
                return at;
            case '"':
                if (_calls.TryPeek(out var call))
                    call.Texts.Add(token.Trim('"'));
                return at;
            case '{':
                return ReadBraces(tokens, at);
            case var letter when !char.IsAsciiLetter(letter):
                return at;
        }
        if (TakesLabels.Contains(token) && next == "(")
        {
            var end = tokens.IndexOf(")", at);
            _named.UnionWith(tokens[(at + 2)..end].Where(one => one != ","));
            return end;
        }
        if (next != "(" && !Words.Contains(token))
            Selectors.Add(new Selector(token, []));
        return at;
    }

    private int ReadBraces(List<string> tokens, int at)
    {
        var end = tokens.IndexOf("}", at);
        for (var label = at + 1; label + 2 < end + 1 && label < end; label += 4)
            Selectors[^1].Labels.Add(tokens[label]);
        return end;
    }

    private void Close(Call call)
    {
        if (call.Function is not ("label_replace" or "label_join"))
            return;
        _made.Add(call.Texts[0]);
        _named.UnionWith(call.Function is "label_replace" ? [call.Texts[2]] : call.Texts.Skip(2));
    }

    private sealed record Call(string Function, List<string> Texts);

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"|[A-Za-z_:$][\\w:$]*|\\d[\\w.]*|[=!<>]~?=?|\\S", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

/// <summary>A metric's name, and the labels its braces name.</summary>
internal sealed record Selector(string Metric, List<string> Labels);
