using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LlmObs.Plans;

/// <summary>What a plan's member may be and what it is when it is left out, from the types.</summary>
internal static class PropertySchema
{
    public static void Complete(JsonObject schema, JsonPropertyInfo property)
    {
        if (property.AttributeProvider is not PropertyInfo member)
            return;
        if (member.GetCustomAttribute<BoundsAttribute>() is { } bounds)
            Bound(schema, bounds);
        if (!property.IsRequired && Default(member) is { } left)
            schema["default"] = left;
    }

    private static void Bound(JsonObject schema, BoundsAttribute bounds)
    {
        var numbers = schema["items"] as JsonObject ?? schema;
        numbers["minimum"] = Number(bounds.Least);
        if (double.IsFinite(bounds.Most))
            numbers[bounds.IsBelowMost ? "exclusiveMaximum" : "maximum"] = Number(bounds.Most);
        if (bounds.LeastItems > 0)
            schema["minItems"] = bounds.LeastItems;
        if (bounds.MostItems > 0)
            schema["maxItems"] = bounds.MostItems;
    }

    private static JsonNode Number(double value) => double.IsInteger(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);

    /// <summary>Null where it is null or empty, or its record cannot be made without more.</summary>
    private static JsonNode? Default(PropertyInfo member)
    {
        if (member.DeclaringType?.GetConstructor(Type.EmptyTypes) is not { } create || member.GetValue(create.Invoke(null)) is not { } value)
            return null;
        var node = JsonSerializer.SerializeToNode(value, member.PropertyType, PlanJson.Options);
        return node is JsonObject or JsonArray { Count: 0 } ? null : node;
    }
}
