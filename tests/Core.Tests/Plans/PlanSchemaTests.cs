using System.Text.Json.Nodes;
using System.Xml.Linq;
using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

public sealed class PlanSchemaTests
{
    private static readonly string Created = PlanSchema.Create(XDocument.Load(Path.Combine(AppContext.BaseDirectory, "LlmObs.Core.xml")));

    [Fact]
    public void The_schema_that_is_checked_in_is_the_types() =>
        Assert.True(Created == PlanFolder.Text("plan.schema.json"), "plans/plan.schema.json is not what the types say. Write it anew: dotnet run --project src/Runner -- plan schema > plans/plan.schema.json");

    [Fact]
    public void An_editor_is_told_what_a_member_means_and_which_words_it_knows()
    {
        var schema = JsonNode.Parse(Created)!;

        var variant = schema["properties"]!["variants"]!["items"]!;
        Assert.Equal(["gguf", "mlx", "other"], variant["properties"]!["format"]!["enum"]!.AsArray().Select(word => word!.GetValue<string>()), StringComparer.Ordinal);
        Assert.Contains("As its publisher writes it", variant["properties"]!["quantization"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("GiB", variant["properties"]!["fileSize"]!["pattern"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(variant["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(["schemaVersion", "name", "cases"], schema["required"]!.AsArray().Select(word => word!.GetValue<string>()), StringComparer.Ordinal);
    }
}
