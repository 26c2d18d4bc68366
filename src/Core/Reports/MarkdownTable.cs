using System.Text;

namespace LlmObs.Reports;

/// <summary>A table in Markdown. Cells may hold anything; what a server said cannot break out of them.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Headings that begin with &gt; stand over numbers: their column is right-aligned.</summary>
    public MarkdownTable Row(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, headings.Select(heading => heading.TrimStart('>')));
        Line(text, headings.Select(heading => heading.StartsWith('>') ? "---:" : "---"));
        foreach (var row in _rows)
            Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
