using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LlmObs.Plans;

/// <summary>
/// Holds a plan's JSON against the types: unknown, missing, repeated members and wrong values. It hands back the same JSON with every
/// fault replaced by something harmless, so that the plan's meaning can be checked in the same pass.
/// </summary>
internal sealed class PlanShape
{
    private readonly List<PlanProblem> _problems = [];

    public IReadOnlyList<PlanProblem> Problems => _problems;

    public bool HasProblemAt(string path) => _problems.Any(problem =>
        path == problem.Path || path.StartsWith(problem.Path + ".", StringComparison.Ordinal) || path.StartsWith(problem.Path + "[", StringComparison.Ordinal));

    public JsonNode? Check(JsonElement root) => Check(root, PlanJson.Options.GetTypeInfo(typeof(Plan)), "");

    private JsonNode? Check(JsonElement value, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => CheckObject(value, type, path),
        JsonTypeInfoKind.Enumerable => CheckList(value, type, path),
        _ => CheckValue(value, type, path),
    };

    private JsonNode? CheckObject(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Fault(path.Length == 0 ? "(the whole plan)" : path, value, "an object: { … }", type);

        var result = new JsonObject();
        foreach (var member in value.EnumerateObject())
            CheckMember(member, type, path, result);
        foreach (var missing in type.Properties.Where(property => property.IsRequired && !result.ContainsKey(property.Name)))
        {
            var place = Join(path, missing.Name);
            if (!HasProblemAt(place))
                _problems.Add(new PlanProblem(place, "It is missing.", $"Write {Expectations.Of(missing.PropertyType)}."));
            result[missing.Name] = Harmless(TypeOf(missing));
        }
        return result;
    }

    private void CheckMember(JsonProperty member, JsonTypeInfo type, string path, JsonObject result)
    {
        var place = Join(path, member.Name);
        var known = type.Properties.FirstOrDefault(property => property.Name == member.Name);
        if (known is null)
            _problems.Add(new PlanProblem(place, "No such member.", NearestName.Advice(member.Name, type.Properties.Select(property => property.Name))));
        else if (result.ContainsKey(member.Name))
            _problems.Add(new PlanProblem(place, "It stands there twice.", "Keep one of them."));
        else if (member.Value.ValueKind != JsonValueKind.Null)
            result[member.Name] = Check(member.Value, TypeOf(known), place);
        else if (!known.IsSetNullable)
            result[member.Name] = Fault(place, member.Value, Expectations.Of(known.PropertyType), TypeOf(known));
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
        try
        {
            value.Deserialize(type);
            return JsonNode.Parse(value.GetRawText());
        }
        catch (JsonException)
        {
            return Fault(path, value, Expectations.Of(type.Type, value), type);
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
