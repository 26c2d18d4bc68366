using System.Text.Json.Nodes;

namespace LlmObs.Dashboards.Tests.Files;

/// <summary>One dashboard's JSON with all that asks Prometheus in it.</summary>
internal sealed record Dashboard(string Name, JsonObject Json)
{
    public IReadOnlyList<JsonObject> Panels { get; } = [.. List(Json, "panels")];

    /// <summary>Panels that draw something: all but headings.</summary>
    public IReadOnlyList<JsonObject> Drawn => [.. Panels.Where(panel => (string?)panel["type"] is not "row")];

    public IReadOnlyList<JsonObject> Variables { get; } = [.. List(Json["templating"]!, "list")];

    public IReadOnlyList<JsonObject> Annotations { get; } = [.. List(Json["annotations"]!, "list")];

    public IReadOnlyList<Query> Queries => [.. Drawn.SelectMany(OfPanel), .. Annotations.Select(OfAnnotation)];

    public static Dashboard Read(string file) => new(Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!.AsObject());

    public static IEnumerable<JsonObject> List(JsonNode holder, string name) => (holder[name]?.AsArray() ?? []).Select(one => one!.AsObject());

    /// <summary>Every object in the file, the deepest included.</summary>
    public IEnumerable<JsonObject> Everything() => Within(Json);

    private static IEnumerable<JsonObject> Within(JsonNode? node) => node switch
    {
        JsonObject inner => inner.Select(member => member.Value).SelectMany(Within).Prepend(inner),
        JsonArray list => list.SelectMany(Within),
        _ => [],
    };

    private IEnumerable<Query> OfPanel(JsonObject panel) => List(panel, "targets").Select(target => new Query
    {
        Place = $"{Name} / {panel["id"]} {panel["title"]} / {target["refId"]}",
        Text = (string)target["expr"]!,
        Legend = (string)target["legendFormat"]!,
        IsInstant = (bool)target["instant"]!,
        WantsExemplars = (bool)target["exemplar"]!,
    });

    private Query OfAnnotation(JsonObject annotation) => new()
    {
        Place = $"{Name} / annotation {annotation["name"]}",
        Text = (string)annotation["expr"]!,
        Legend = $"{annotation["titleFormat"]} {annotation["textFormat"]}",
    };
}

/// <summary>One question to Prometheus.</summary>
internal sealed record Query
{
    /// <summary>Dashboard, panel and refId: how a failing test names it.</summary>
    public required string Place { get; init; }

    /// <summary>PromQL with Grafana's variables in it.</summary>
    public required string Text { get; init; }

    public required string Legend { get; init; }

    public bool IsInstant { get; init; }

    public bool WantsExemplars { get; init; }
}
