namespace LlmObs.Runner.Pages;

/// <summary>Words from outside, made harmless inside Markdown.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_{}[]<>()#+-.!|~";

    public static string Escape(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(letter => Special.Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString()));
}
