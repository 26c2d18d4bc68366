using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LlmObs.Plans;

/// <summary>
/// Holds JSON against a type: unknown, missing, repeated members and wrong values. It hands back the same JSON with every
/// fault replaced by something harmless, so that its meaning can be checked in the same pass.
/// </summary>
internal sealed class JsonShape
{
    private readonly List<PlanProblem> _problems = [];
    private readonly HashSet<string> _misspelt = new(StringComparer.Ordinal);

    public IReadOnlyList<PlanProblem> Problems => _problems;

    private static bool IsInside(string path, string outer) =>
        path.Length > outer.Length && path.StartsWith(outer, StringComparison.Ordinal) && path[outer.Length] is '.' or '[';

    /// <summary>Whether something at the place, around it or inside it was replaced, so that nothing follows from it.</summary>
    public bool IsUnsure(string path) => _misspelt.Contains(path) || _problems.Any(problem => path == problem.Path || IsInside(path, problem.Path) || IsInside(problem.Path, path));

    public JsonNode? Check(JsonElement root, Type type) => Check(root, PlanJson.Options.GetTypeInfo(type), "");

    private JsonNode? Check(JsonElement value, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => CheckObject(value, type, path),
        JsonTypeInfoKind.Enumerable => CheckList(value, type, path),
        _ => CheckValue(value, type, path),
    };

    private JsonNode? CheckObject(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Fault(path.Length == 0 ? "(the whole file)" : path, value, "an object: { … }", type);

        var result = new JsonObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            CheckMember(NameOf(member), member.Value, type, path, result, seen);
        foreach (var missing in type.Properties.Where(property => property.IsRequired && !result.ContainsKey(property.Name)))
        {
            var place = Join(path, missing.Name);
            if (!seen.Contains(missing.Name) && !_misspelt.Contains(place))
                _problems.Add(new PlanProblem(place, "It is missing.", $"Write {Expectations.Of(missing.PropertyType)}."));
            result[missing.Name] = Harmless(TypeOf(missing));
        }
        return result;
    }

    private void CheckMember(string name, JsonElement value, JsonTypeInfo type, string path, JsonObject result, HashSet<string> seen)
    {
        var place = Join(path, name);
        var known = type.Properties.FirstOrDefault(property => property.Name == name);
        if (known is null)
            Unknown(name, path, type, seen);
        else if (!seen.Add(name))
            _problems.Add(new PlanProblem(place, "It stands there twice.", "Keep one of them."));
        else if (value.ValueKind != JsonValueKind.Null || !known.IsSetNullable)
            Take(known, value, place, result);
    }

    /// <summary>A faulty member that may be left out is: its default leads to no further complaint.</summary>
    private void Take(JsonPropertyInfo known, JsonElement value, string place, JsonObject result)
    {
        var read = value.ValueKind == JsonValueKind.Null ? Fault(place, value, Expectations.Of(known.PropertyType), TypeOf(known)) : Check(value, TypeOf(known), place);
        if (known.IsRequired || _problems.All(problem => problem.Path != place))
            result[known.Name] = read;
    }

    /// <summary>A misspelt member is one mistake: the one it was meant to be does not count as missing too.</summary>
    private void Unknown(string name, string path, JsonTypeInfo type, HashSet<string> seen)
    {
        var names = type.Properties.Select(property => property.Name).ToList();
        _problems.Add(new PlanProblem(Join(path, name), "No such member.", NearestName.Advice(name, names)));
        if (NearestName.Of(name, names.Where(known => !seen.Contains(known))) is { } meant)
            _misspelt.Add(Join(path, meant));
    }

    private JsonNode? CheckList(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return Fault(path, value, "a list: [ … ]", type);
        var element = PlanJson.Options.GetTypeInfo(type.ElementType!);
        return new JsonArray([.. value.EnumerateArray().Select((item, index) => Check(item, element, $"{path}[{index}]"))]);
    }

    private JsonNode? CheckValue(JsonElement value, JsonTypeInfo type, string path)
    {
        var isAbsent = value.ValueKind == JsonValueKind.Null && Nullable.GetUnderlyingType(type.Type) is null;
        return !isAbsent && IsReadable(value, type) ? JsonNode.Parse(value.GetRawText()) : Fault(path, value, Expectations.Of(type.Type, value), type);
    }

    private static bool IsReadable(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            return value.Deserialize(type) is not double number || double.IsFinite(number);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A name with half a surrogate pair is legal JSON and no text: it is shown as it was written.</summary>
    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return member.ToString().Split('"')[1];
        }
    }

    private JsonNode? Fault(string path, JsonElement value, string expected, JsonTypeInfo type)
    {
        _problems.Add(new PlanProblem(path, $"{Shown(value)} does not fit here.", $"Write {expected}."));
        return path.StartsWith('(') ? null : Harmless(type);
    }

    private static JsonNode? Harmless(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => new JsonObject([.. type.Properties.Where(property => property.IsRequired).Select(property => KeyValuePair.Create(property.Name, Harmless(TypeOf(property))))]),
        JsonTypeInfoKind.Enumerable => new JsonArray(),
        _ => Expectations.Harmless(type.Type),
    };

    private static JsonTypeInfo TypeOf(JsonPropertyInfo property) => PlanJson.Options.GetTypeInfo(property.PropertyType);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : $"{text[..60]}…";
    }
}
