using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmObs.Imports;

/// <summary>Takes the members of an object one by one, tells what is wrong with each, and remembers which nobody asked for.</summary>
internal sealed class ImportedFields(JsonObject from, string path, List<string> problems, List<string> notRead)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string? Text(string name) => Take(name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => Refuse<string?>(name, "a text"),
    };

    /// <summary>A number that counts or measures something: finite and not below 0.</summary>
    public double? Number(string name) => Take(name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) && number >= 0 && double.IsFinite(number) => number,
        _ => Refuse<double?>(name, "a number, 0 or more"),
    };

    public int? Whole(string name) => Number(name) switch
    {
        null => null,
        { } number when number <= int.MaxValue && Math.Floor(number) == number => (int)number,
        _ => Refuse<int?>(name, "a whole number"),
    };

    public bool? Flag(string name) => Take(name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => Refuse<bool?>(name, "true or false"),
    };

    /// <summary>Local time as Python writes it.</summary>
    public DateTime? Moment(string name) => Text(name) switch
    {
        null => null,
        { } text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) => DateTime.SpecifyKind(moment, DateTimeKind.Unspecified),
        _ => Refuse<DateTime?>(name, "a time such as 2026-02-05T15:26:20"),
    };

    public string NeededText(string name) => Text(name) ?? Refuse(name, "a text", "");

    public double NeededNumber(string name) => Number(name) ?? Refuse(name, "a number", 0.0);

    /// <summary>An empty one where there is none.</summary>
    public ImportedFields Inner(string name) => Take(name) switch
    {
        null => new ImportedFields([], Place(name), problems, notRead),
        JsonObject inner => new ImportedFields(inner, Place(name), problems, notRead),
        _ => Refuse(name, "an object", new ImportedFields([], Place(name), problems, notRead)),
    };

    public IReadOnlyList<(string Place, ImportedFields Fields)> List(string name)
    {
        if (Take(name) is not JsonArray { Count: > 0 } list)
            return Refuse<IReadOnlyList<(string, ImportedFields)>>(name, "a list of at least one request", []);
        return [.. list.Select((item, index) => (item, Place: string.Create(CultureInfo.InvariantCulture, $"{Place(name)}[{index}]"))).Where(one => IsObject(one.item, one.Place)).Select(one => (one.Place, new ImportedFields((JsonObject)one.item!, one.Place, problems, notRead)))];
    }

    /// <summary>To be called when all was asked for.</summary>
    public void End() => notRead.AddRange(from.Select(member => member.Key).Where(name => !_asked.Contains(name)).Select(Place));

    private bool IsObject(JsonNode? item, string place)
    {
        if (item is JsonObject)
            return true;
        problems.Add($"{place} must be an object.");
        return false;
    }

    private JsonNode? Take(string name)
    {
        _asked.Add(name);
        return from[name];
    }

    private T Refuse<T>(string name, string wanted, T instead = default!)
    {
        var message = $"{Place(name)} must be {wanted}{(from[name] is { } found ? $", and is {Short(found.ToJsonString())}" : ", and is missing")}.";
        if (!problems.Exists(problem => problem.StartsWith($"{Place(name)} ", StringComparison.Ordinal)))
            problems.Add(message);
        return instead;
    }

    private static string Short(string json) => json.Length <= 40 ? json : $"{json[..40]}…";

    private string Place(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
