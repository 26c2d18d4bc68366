using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmObs.Plans;

/// <summary>What a value of a plan must look like, in words and as a harmless example.</summary>
internal static class Expectations
{
    public static string Of(Type type, JsonElement? found = null)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return EnumWords(plain, found);
        return plain switch
        {
            _ when plain == typeof(DataSize) => "a size with its unit, such as \"130 GB\" or \"135 GiB\" (B, kB, MB, GB, TB, KiB, MiB, GiB, TiB)",
            _ when plain == typeof(TimeSpan) => "a duration with its unit, such as \"500 ms\", \"30 s\", \"5 min\" or \"2 h\"",
            _ when plain == typeof(DateOnly) => "a date such as \"2026-02-04\"",
            _ when plain == typeof(string) => "a text in quotes",
            _ when plain == typeof(int) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain == typeof(bool) => "true or false",
            _ when plain.IsGenericType => "a list: [ … ]",
            _ => "an object: { … }",
        };
    }

    public static JsonNode Harmless(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return Words(plain)[0];
        return plain switch
        {
            _ when plain == typeof(DataSize) => "1 B",
            _ when plain == typeof(TimeSpan) => "1 s",
            _ when plain == typeof(DateOnly) => "2000-01-01",
            _ when plain == typeof(int) || plain == typeof(double) => 1,
            _ when plain == typeof(bool) => false,
            _ => "?",
        };
    }

    private static string EnumWords(Type type, JsonElement? found)
    {
        var words = Words(type);
        var list = string.Join(", ", words.Select(word => $"\"{word}\""));
        var nearest = found is { ValueKind: JsonValueKind.String } text ? NearestName.Of(text.GetString()!, words) : null;
        return nearest is null ? $"one of {list}" : $"one of {list} (did you mean \"{nearest}\"?)";
    }

    private static string[] Words(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
