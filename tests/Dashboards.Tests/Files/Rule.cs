using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LlmObs.Dashboards.Tests.Files;

/// <summary>A recording rule, which has a name to record under, or an alert.</summary>
internal sealed record Rule(string? Record, string? Alert, string Expression, IReadOnlyDictionary<string, string> Annotations)
{
    public string Place => Record ?? $"alert {Alert}";

    public static IReadOnlyList<Rule> All { get; } = [.. Directory.GetFiles(DashboardFolder.Rules, "*.yml").Order(StringComparer.Ordinal).SelectMany(Read)];

    private static IEnumerable<Rule> Read(string file) =>
        Yaml.Read<RuleFile>(file).Groups.SelectMany(group => group.Rules).Select(rule => new Rule(rule.Record, rule.Alert, rule.Expr, rule.Annotations));

    private sealed record RuleFile
    {
        public List<RuleGroup> Groups { get; init; } = [];
    }

    private sealed record RuleGroup
    {
        public string Name { get; init; } = "";
        public List<RuleText> Rules { get; init; } = [];
    }

    private sealed record RuleText
    {
        public string? Record { get; init; }
        public string? Alert { get; init; }
        public string Expr { get; init; } = "";
        public string? For { get; init; }
        public Dictionary<string, string> Labels { get; init; } = [];
        public Dictionary<string, string> Annotations { get; init; } = [];
    }
}

/// <summary>YAML that may hold nothing its reader does not know.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public static T Read<T>(string file) => Reader.Deserialize<T>(File.ReadAllText(file));
}
