using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;

namespace LlmObs.Plans;

/// <summary>The JSON schema of a plan, made from the types, so that an editor can help while one writes.</summary>
public static class PlanSchema
{
    /// <param name="documentation">The compiler's XML documentation of this assembly: the members' descriptions.</param>
    public static string Create(XDocument documentation)
    {
        var summaries = documentation.Descendants("member").Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Words(member.Element("summary")!), StringComparer.Ordinal);
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, node) => Describe(context, node, summaries) };
        var schema = (JsonObject)PlanJson.Options.GetJsonSchemaAsNode(typeof(Plan), options);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "LlmObs plan");
        return schema.ToJsonString(new JsonSerializerOptions(PlanJson.Options) { WriteIndented = true }) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, Dictionary<string, string> summaries)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = type != context.TypeInfo.Type;
        if (type == typeof(DataSize))
            node = Text(@"^[0-9]*\.?[0-9]+ ?(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$", isNullable);
        else if (type == typeof(TimeSpan))
            node = Text(@"^[0-9]*\.?[0-9]+ ?(ms|s|min|h)$", isNullable);
        if (node is not JsonObject schema)
            return node;
        if (context.TypeInfo.Kind == System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object)
            schema["additionalProperties"] = false;
        if (context.PropertyInfo?.AttributeProvider is System.Reflection.PropertyInfo member && summaries.TryGetValue($"P:{member.DeclaringType!.FullName}.{member.Name}", out var words))
            schema.Insert(0, "description", words);
        if (context.PropertyInfo is { } property)
            PropertySchema.Complete(schema, property);
        return schema;
    }

    private static JsonObject Text(string pattern, bool isNullable) =>
        new() { ["type"] = isNullable ? new JsonArray("string", "null") : "string", ["pattern"] = pattern };

    private static string Words(XElement summary) => string.Join(' ', string.Concat(summary.Nodes().Select(Word)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Word(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.')[^1] ?? "",
        XElement element => element.Value,
        _ => "",
    };
}
