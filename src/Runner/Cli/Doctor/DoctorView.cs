using LlmObs.Runner.Checks;
using Spectre.Console;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>The checks as aligned lines, what is worst last, where one looks first.</summary>
internal static class DoctorView
{
    private const int WordWidth = 9;

    /// <summary>On a terminal, in colours where it has them; long lines are folded under themselves.</summary>
    public static void Draw(IAnsiConsole console, IReadOnlyList<CheckLine> lines)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var line in Ordered(lines))
            grid.AddRow(new Text(DoctorWords.Of(line.Verdict), Colour(line.Verdict)), new Text(line.Subject), new Text(Told(line)));
        console.Write(grid);
    }

    /// <summary>For files and pipes: one line each.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<CheckLine> lines)
    {
        var width = lines.Max(line => line.Subject.Length) + 2;
        foreach (var line in Ordered(lines))
            writer.WriteLine($"{DoctorWords.Of(line.Verdict).PadRight(WordWidth)}{line.Subject.PadRight(width)}{Told(line)}");
    }

    private static IEnumerable<CheckLine> Ordered(IEnumerable<CheckLine> lines) => lines.OrderBy(line => line.Verdict);

    private static string Told(CheckLine line) => line.Remedy is null ? line.Text : $"{line.Text} {line.Remedy}";

    private static Style Colour(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => new Style(Color.Green),
        CheckVerdict.Unknown => new Style(Color.Grey),
        CheckVerdict.Warning => new Style(Color.Yellow),
        _ => new Style(Color.Red),
    };
}
