using System.Text.Json.Nodes;
using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

public sealed class PlanReaderTests
{
    private const string TwelveMistakes = """
        {
          "schemaVersion": 1,
          "name": "twelve-mistakes",
          "titel": "A misspelt member",
          "models": [{ "id": "alpha", "name": "Alpha", "maximumContextTokens": "many" }],
          "phases": [{ "id": "first", "name": "First" }],
          "variants": [
            { "id": "a-q4", "model": "alpah", "quantization": "Q4_K_M", "format": "gguf", "phase": "first", "fileSize": "130 Gb" },
            { "id": "a-q4", "model": "alpha", "quantization": "Q6_K", "format": "ggfu", "phase": "first" },
            { "id": "a-q8", "model": "alpha", "quantization": "Q8_0", "format": "gguf", "phase": "first", "status": { "state": "failed" } }
          ],
          "cases": [
            { "id": "short", "category": "answer", "maxTokens": 100 },
            { "id": "long", "category": "answer", "prompt": "Tell me more.", "maxTokens": 0 }
          ],
          "settings": { "blocks": 2, "blocks": 3, "concurrency": [0], "limits": { "idle": "5 minutes" } }
        }
        """;

    [Fact]
    public void A_plan_with_twelve_mistakes_has_twelve_messages()
    {
        var reading = PlanReader.Read(TwelveMistakes, _ => true);

        Assert.Null(reading.Plan);
        string[] places =
        [
            "cases[0].prompt", "cases[1].maxTokens", "models[0].maximumContextTokens", "settings.blocks", "settings.concurrency[0]", "settings.limits.idle",
            "titel", "variants[0].fileSize", "variants[0].model", "variants[1].format", "variants[1].id", "variants[2].status.claimedReason",
        ];
        Assert.Equal(places, reading.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("titel", "No such member.", "Did you mean \"title\"?")]
    [InlineData("models[0].maximumContextTokens", "\"many\" does not fit here.", "Write a whole number.")]
    [InlineData("variants[0].fileSize", "\"130 Gb\" does not fit here.", "such as \"130 GB\"")]
    [InlineData("variants[0].model", "\"alpah\" is not in the plan.", "Did you mean \"alpha\"?")]
    [InlineData("variants[1].id", "\"a-q4\" is used before.", "its own id")]
    [InlineData("variants[1].format", "\"ggfu\" does not fit here.", "(did you mean \"gguf\"?)")]
    [InlineData("cases[0].prompt", "It is missing.", "Write a text in quotes.")]
    [InlineData("settings.blocks", "It stands there twice.", "Keep one of them.")]
    [InlineData("settings.limits.idle", "\"5 minutes\" does not fit here.", "\"5 min\"")]
    public void A_message_tells_the_place_the_value_and_the_remedy(string path, string problem, string advice)
    {
        var found = Assert.Single(PlanReader.Read(TwelveMistakes, _ => true).Problems, one => one.Path == path);

        Assert.Equal(problem, found.Problem);
        Assert.Contains(advice, found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_plan_has_no_problems() => Assert.Empty(SmallPlan.Read(_ => { }).Problems);

    [Fact]
    public void Broken_JSON_is_shown_by_line_and_column_in_signs_not_bytes()
    {
        var reading = PlanReader.Read("{\n  \"name\": \"量子计算\" \"next\": 1\n}", _ => true);

        Assert.Equal("line 2, column 18", Assert.Single(reading.Problems).Path);
    }

    [Theory]
    [InlineData("{ // why\n}"), InlineData("{ /* why */ }"), InlineData("{\n# why\n}")]
    public void A_comment_is_refused_with_where_to_put_the_words(string json) =>
        Assert.Contains("note or description", Assert.Single(PlanReader.Read(json, _ => true).Problems).Advice, StringComparison.Ordinal);

    [Theory]
    [InlineData(""), InlineData("{"), InlineData("{ \"name\": \"x\", }"), InlineData("\u0000"), InlineData("{}{}")]
    public void What_is_no_JSON_is_one_problem(string json) => Assert.StartsWith("line 1, column ", Assert.Single(PlanReader.Read(json, _ => true).Problems).Path, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]"), InlineData("null"), InlineData("\"plan\""), InlineData("7")]
    public void A_plan_that_is_no_object_is_one_problem(string json) => Assert.Equal("(the whole file)", Assert.Single(PlanReader.Read(json, _ => true).Problems).Path);

    [Fact]
    public void Of_a_newer_plan_only_its_version_is_said()
    {
        var reading = SmallPlan.Read(json =>
        {
            json["schemaVersion"] = 2;
            json["novelty"] = true;
        });

        var problem = Assert.Single(reading.Problems);
        Assert.Equal("schemaVersion", problem.Path);
        Assert.Contains("Update LlmObs", problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_required_member_is_one_mistake()
    {
        var reading = SmallPlan.Read(json =>
        {
            var planCase = (JsonObject)json["cases"]![0]!;
            planCase.Remove("maxTokens");
            planCase["max_tokens"] = 100;
        });

        var problem = Assert.Single(reading.Problems);
        Assert.Equal("cases[0].max_tokens", problem.Path);
        Assert.Contains("maxTokens", problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_id_does_not_make_every_reference_to_it_wrong()
    {
        var reading = SmallPlan.Read(json =>
        {
            var model = (JsonObject)json["models"]![0]!;
            model.Remove("id");
            model["idd"] = "alpha";
        });

        Assert.Equal("models[0].idd", Assert.Single(reading.Problems).Path);
    }

    [Fact]
    public void A_broken_list_of_models_does_not_make_every_variant_wrong() =>
        Assert.Equal("models", Assert.Single(SmallPlan.Read(json => json["models"] = "alpha").Problems).Path);

    [Fact]
    public void A_list_may_not_hold_null() => Assert.Equal("schedule[0].variants[0]", Assert.Single(SmallPlan.Read(json => json["schedule"]![0]!["variants"]![0] = null).Problems).Path);

    [Fact]
    public void Null_for_what_may_be_left_out_is_the_same_as_leaving_it_out() => Assert.Empty(SmallPlan.Read(json => json["title"] = null).Problems);

    [Fact]
    public void A_member_given_twice_is_found_even_when_the_first_is_null() =>
        Assert.Equal("title", Assert.Single(SmallPlan.Read(SmallPlanText().Replace("\"name\": \"small\"", "\"name\": \"small\", \"title\": null, \"title\": \"x\"", StringComparison.Ordinal)).Problems).Path);

    [Theory]
    [InlineData("\"\\ud800\": 1"), InlineData("\"title\": \"\\ud800\"")]
    public void Half_a_surrogate_pair_is_a_problem_not_a_crash(string member) =>
        Assert.Single(SmallPlan.Read(SmallPlanText().Replace("\"name\": \"small\"", $"\"name\": \"small\", {member}", StringComparison.Ordinal)).Problems);

    private static string SmallPlanText() => System.Text.Json.JsonSerializer.Serialize(SmallPlan.Create(), PlanJson.Options);
}
