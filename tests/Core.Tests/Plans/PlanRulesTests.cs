using System.Text.Json.Nodes;

namespace LlmObs.Tests.Plans;

/// <summary>Each line spoils one thing of a sound plan and must lead to one message at one place.</summary>
public sealed class PlanRulesTests
{
    [Theory]
    [InlineData("name", "\"a/b\"", "name", "cannot name a folder")]
    [InlineData("cases", "[]", "cases", "no prompt")]
    [InlineData("schemaVersion", "0", "schemaVersion", "0 is not a version")]
    [InlineData("settings.server", "{\"name\":\"LM Studio\",\"version\":\"0.3.x\"}", "settings.server.version", "\"0.3.x\" is no version")]
    [InlineData("settings.server", "{\"name\":\"LM Studio\",\"version\":\"3\"}", "settings.server.version", "\"3\" is no version")]
    [InlineData("settings.parallelSlots", "0", "settings.parallelSlots", "0 requests at once cannot be answered")]
    [InlineData("settings.parallelSlots", "1025", "settings.parallelSlots", "1025 requests at once cannot be answered")]
    [InlineData("models[0].sampling.topP", "1.5", "models[0].sampling.topP", "1.5")]
    [InlineData("models[0].maximumContextTokens", "0", "models[0].maximumContextTokens", "0 is no context")]
    [InlineData("variants[1].id", "\"alpha-Q4\"", "variants[1].id", "used before")]
    [InlineData("variants[1].id", "\"a b\"", "variants[1].id", "\"a b\" is no id")]
    [InlineData("variants[1].id", "\"q4\"", "variants[1].id", "the file name of alpha-q4: alpha-q4")]
    [InlineData("variants[0].phase", "\"frist\"", "variants[0].phase", "\"frist\" is not in the plan")]
    [InlineData("variants[0].phase", "null", "variants[0].phase", "missing")]
    [InlineData("variants[0].priority", "0", "variants[0].priority", "0 is no priority")]
    [InlineData("variants[0].fileSize", "\"0 B\"", "variants[0].fileSize", "no bytes")]
    [InlineData("variants[0].quantization", "\"\"", "variants[0].quantization", "names no quantization")]
    [InlineData("variants[0].status.state", "\"failed\"", "variants[0].status.claimedReason", "nobody says why")]
    [InlineData("variants[0].status.state", "\"archived\"", "variants[0].status.publishedTokensPerSecond", "without its figure")]
    [InlineData("variants[0].status.publishedTokensPerSecond", "0", "variants[0].status.publishedTokensPerSecond", "0 is no speed")]
    [InlineData("variants[0].match", "{\"names\":[]}", "variants[0].match.names", "matches nothing")]
    [InlineData("cases[0].prompt", "\"  \"", "cases[0].prompt", "empty")]
    [InlineData("cases[0].maxTokens", "0", "cases[0].maxTokens", "0 tokens")]
    [InlineData("cases[0].maxTokens", "32768", "cases[0].maxTokens", "no room for the prompt")]
    [InlineData("cases[0].answerMaxTokens", "10", "cases[0].answerMaxTokens", "less than maxTokens")]
    [InlineData("cases[0].answerMaxTokens", "40000", "cases[0].answerMaxTokens", "no room for the prompt")]
    [InlineData("cases[0].passes", "[]", "cases[0].passes", "never sends it")]
    [InlineData("cases[0].passes", "[\"speed\",\"speed\"]", "cases[0].passes", "twice")]
    [InlineData("cases[0].models", "[]", "cases[0].models", "never sends it")]
    [InlineData("cases[0].models", "[\"beta\"]", "cases[0].models[0]", "\"beta\" is not in the plan")]
    [InlineData("cases[0].answerKey", "\"gone.json\"", "cases[0].answerKey", "\"gone.json\" is not there")]
    [InlineData("cases[1].attachments[0].file", "\"gone.py\"", "cases[1].attachments[0].file", "\"gone.py\" is not there")]
    [InlineData("cases[1].attachments[0].file", "\"../sample.py\"", "cases[1].attachments[0].file", "below the plan's folder")]
    [InlineData("cases[1].attachments[0].file", "\"/etc/passwd\"", "cases[1].attachments[0].file", "below the plan's folder")]
    [InlineData("cases[1].attachments[0].placeholder", "\"[text]\"", "cases[1].attachments[0].placeholder", "\"[text]\" does not occur")]
    [InlineData("cases[1].attachments[0].placeholder", "\"\"", "cases[1].attachments[0].placeholder", "does not occur")]
    [InlineData("schedule[0].day", "8", "schedule[0].day", "8 is no day")]
    [InlineData("schedule[0].week", "0", "schedule[0].week", "0 is no week")]
    [InlineData("schedule[0].phase", "\"third\"", "schedule[0].phase", "\"third\" is not in the plan")]
    [InlineData("schedule[0].variants[0]", "\"alpha-q5\"", "schedule[0].variants[0]", "\"alpha-q5\" is not in the plan")]
    [InlineData("references[0].url", "\"example.org\"", "references[0].url", "no web address")]
    [InlineData("references[0].model", "\"beta\"", "references[0].model", "\"beta\" is not in the plan")]
    [InlineData("settings.contextSweep", "{\"firstTokens\":100}", "settings.contextSweep.firstTokens", "100 is too small")]
    [InlineData("settings.contextSweep", "{\"maximumTokens\":512}", "settings.contextSweep.maximumTokens", "512 is less than firstTokens (1024)")]
    [InlineData("settings.contextSweep", "{\"answerTokens\":8}", "settings.contextSweep.answerTokens", "8 tokens are no room")]
    [InlineData("settings.contextSweep", "{\"depths\":[]}", "settings.contextSweep.depths", "0 depths")]
    [InlineData("settings.contextSweep", "{\"depths\":[0.1,10]}", "settings.contextSweep.depths[1]", "10 is no share")]
    [InlineData("settings.contextSweep", "{\"depths\":[0.1,0.1]}", "settings.contextSweep.depths[1]", "stands there before")]
    [InlineData("settings.contextSweep", "{\"minimumDecodeTokensPerSecond\":-1}", "settings.contextSweep.minimumDecodeTokensPerSecond", "-1 is no speed")]
    [InlineData("settings.contextSweep", "{\"stepLimit\":\"0 s\"}", "settings.contextSweep.stepLimit", "leaves no time")]
    [InlineData("settings.parallelSweep", "{\"case\":\"shrot\"}", "settings.parallelSweep.case", "\"shrot\" is not in the plan")]
    [InlineData("settings.parallelSweep", "{\"maximumStreams\":0}", "settings.parallelSweep.maximumStreams", "0 requests at once")]
    [InlineData("settings.parallelSweep", "{\"requestsPerStream\":0}", "settings.parallelSweep.requestsPerStream", "0 requests a stream")]
    [InlineData("settings.parallelSweep", "{\"minimumGain\":1}", "settings.parallelSweep.minimumGain", "1 is no share")]
    [InlineData("settings.parallelSweep", "{\"timeToFirstTokenBound\":\"0 s\"}", "settings.parallelSweep.timeToFirstTokenBound", "leaves no time")]
    [InlineData("settings.blocks", "0", "settings.blocks", "0 blocks")]
    [InlineData("settings.iterations", "0", "settings.iterations", "0 iterations")]
    [InlineData("settings.warmups", "-1", "settings.warmups", "-1 is no count")]
    [InlineData("settings.concurrency", "[]", "settings.concurrency", "sends nothing")]
    [InlineData("settings.concurrency", "[2,0]", "settings.concurrency[1]", "0 requests at once")]
    [InlineData("settings.concurrency", "[2,2]", "settings.concurrency[1]", "stands there before")]
    [InlineData("settings.qualitySeeds", "[]", "cases[0].passes", "sends nothing")]
    [InlineData("settings.qualitySeeds", "[3,3]", "settings.qualitySeeds[1]", "stands there before")]
    [InlineData("settings.speedSampling.temperature", "3", "settings.speedSampling.temperature", "3 is no temperature")]
    [InlineData("settings.contextTokens", "65537", "settings.contextTokens", "65537 is more than alpha has (65536)")]
    [InlineData("settings.anchorVariant", "\"alpha-q5\"", "settings.anchorVariant", "\"alpha-q5\" is not in the plan")]
    [InlineData("settings.limits.load", "\"0 s\"", "settings.limits.load", "leaves no time")]
    [InlineData("settings.limits.serverReturn", "\"200 h\"", "settings.limits.serverReturn", "outlasts the campaign")]
    [InlineData("settings.gate", "{\"limit\":\"25 h\"}", "settings.gate.limit", "25 h before a block")]
    [InlineData("settings.gate", "{\"aboveIdle\":0}", "settings.gate.aboveIdle", "0 degrees above idle")]
    [InlineData("settings.gate", "{\"aboveIdle\":51}", "settings.gate.aboveIdle", "51 degrees above idle")]
    [InlineData("settings.gate", "{\"limit\":0}", "settings.gate.limit", "0 does not fit here")]
    [InlineData("settings.gate", "{\"limits\":\"10 min\"}", "settings.gate.limits", "No such member")]
    public void One_mistake_one_message(string place, string value, string path, string says)
    {
        var reading = SmallPlan.Read(json => Write(json, place, JsonNode.Parse(value)));

        var only = Assert.Single(reading.Problems);
        Assert.Equal(path, only.Path);
        Assert.Contains(says, only.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(only.Advice);
        Assert.Null(reading.Plan);
    }

    [Fact]
    public void Nothing_to_measure_is_said() =>
        Assert.Contains(SmallPlan.Read(json => json["variants"] = new JsonArray()).Problems, problem => problem is { Path: "variants", Problem: "There is nothing to measure." });

    [Fact]
    public void Discovery_stands_alone()
    {
        var reading = SmallPlan.Read(json => json["discover"] = "available");

        Assert.Equal(["discover", "phases"], reading.Problems.Select(problem => problem.Path), StringComparer.Ordinal);
    }

    private static void Write(JsonObject json, string place, JsonNode? value)
    {
        var steps = place.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        JsonNode node = json;
        foreach (var step in steps[..^1])
            node = int.TryParse(step, System.Globalization.CultureInfo.InvariantCulture, out var index) ? node[index]! : node[step]!;
        if (int.TryParse(steps[^1], System.Globalization.CultureInfo.InvariantCulture, out var last))
            node[last] = value;
        else
            node[steps[^1]] = value;
    }
}
