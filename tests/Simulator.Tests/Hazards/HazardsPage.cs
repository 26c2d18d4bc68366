using System.Globalization;
using System.Text;
using LlmObs.Simulator.Hazards;

namespace LlmObs.Simulator.Tests.Hazards;

/// <summary>docs/hazards.md as the scenarios say it must be.</summary>
internal static class HazardsPage
{
    private const string Opening = """
        # Hazards

        Every way a stream can break that is tried here, and what a reader must make of it. Each row is a scenario of the Simulator, a server of its own under
        `http://127.0.0.1:PORT/SCENARIO`: start the Simulator with `dotnet run --project src/Simulator`, which prints the hazard port, then

        ```
        llmobs run --server http://127.0.0.1:PORT/utf8-split --model hazard
        ```

        `GET /` lists all scenarios as JSON, `GET /SCENARIO/truth` tells the time just before each write of the last request. A scenario is one entry in
        `src/Simulator/Hazards`; `tests/Runner.Tests/Servers/Hazards` reads this page and drives the measured path through every row.
        *Seen where* names servers and versions people reported or we met; where it names only a kind (a proxy, a gateway, a hung server), the case is
        one that HTTP and event streams allow and that a reader must survive all the same.
        *Expected outcome* is the outcome with its code and words of its reason. A request that is not *completed* is counted and kept with all that was seen of it, and is in no average.
        *What is measured*: the first token's time must be that of the write that completed it, and the last token's likewise; a count of tokens is the server's own, or it is not known, and
        then the speed is an estimate that is never compared.
        What nobody thought of is tried as well: [streams broken at random](decisions/streams-broken-at-random.md) go through the same reader.
        This page is written from the scenarios: `LLMOBS_WRITE_DOCS=1 dotnet test --project tests/Simulator.Tests --filter-class "*HazardsPage*"`.

        """;

    public static string Write()
    {
        var page = new StringBuilder(Opening).Append('\n').Append(CultureInfo.InvariantCulture, $"{HazardCatalogue.All.Count} scenarios.\n");
        foreach (var family in HazardCatalogue.Families)
            Write(page, family);
        return page.ToString();
    }

    private static void Write(StringBuilder page, HazardFamily family)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {family.Title}\n\n| scenario | what happens | seen where | expected outcome | what is measured |\n|---|---|---|---|---|\n");
        foreach (var hazard in family.Hazards)
            page.Append(CultureInfo.InvariantCulture, $"| `{hazard.Name}` | {Cell(hazard.What)} | {Cell(hazard.SeenAt)} | {Cell(Expected(hazard))} | {Measured(hazard.Expected)} |\n");
    }

    private static string Expected(Hazard hazard)
    {
        var expected = hazard.Expected;
        var parts = new[]
        {
            expected.Code is { } code ? $"{expected.Outcome} (`{code}`) …{expected.ReasonContains}…" : expected.Outcome,
            Text("thinking", expected.Reasoning),
            Text("answer", expected.Answer),
            expected.RepeatedAnswer is { } repeated ? $"and `{repeated}` again and again" : null,
            expected.Usage?.CompletionTokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"usage {tokens}") : null,
            expected.FinishReason is { } reason and not "stop" ? $"finish reason {reason}" : null,
            expected.MalformedEvents > 0 ? string.Create(CultureInfo.InvariantCulture, $"events not read: {expected.MalformedEvents}") : null,
        };
        return string.Join(", ", parts.OfType<string>());
    }

    private static string Measured(HazardExpectation expected) => expected switch
    {
        { FirstTokenWrite: null } => "no token",
        { Usage.CompletionTokens: > 0 and var tokens } => string.Create(CultureInfo.InvariantCulture, $"first token; tokens {tokens} as reported"),
        _ => "first token; tokens not known, speed estimated from chunks",
    };

    private static string? Text(string name, string text) => text.Length switch
    {
        0 => null,
        > 60 => string.Create(CultureInfo.InvariantCulture, $"{name} of {text.Length:N0} characters"),
        _ => $"{name} `{string.Concat(text.Select(Shown))}`",
    };

    /// <summary>A character as a page can hold it.</summary>
    private static string Shown(char letter) => letter switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(letter) || letter is '\u2028' or '\uFFFD' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
        _ => letter.ToString(),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
