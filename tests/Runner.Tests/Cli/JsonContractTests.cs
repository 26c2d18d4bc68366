using System.Text.Json;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>What scripts rely on: docs/json-output.md names the same members.</summary>
public sealed class JsonContractTests : IDisposable
{
    private static readonly string[] RequestNames =
    [
        "event", "phase", "model", "quantization", "variant", "format", "case", "pass", "concurrency", "iteration", "outcome", "code", "reason", "finishReason",
        "timeToFirstTokenMs", "timeToFirstAnswerMs", "decodeTokensPerSecond", "estimatedDecodeTokensPerSecond", "decodeUncertainty", "outputTokensPerSecond",
        "outputTokens", "promptTokens", "durationMs", "sentAt", "requestsPerSecond", "sendLatenessMs", "timeToFirstTokenFromIntendedMs", "timeToCompleteAnswerFromIntendedMs", "loadId", "id", "simulated",
    ];

    private static readonly string[] SummaryNames = ["event", "session", "end", "simulated", "server", "variants", "missing"];

    private static readonly string[] VariantNames =
    [
        "model", "quantization", "variant", "format", "requests", "failed", "warmups", "loads", "failure", "loadTimeMs", "loadKind", "loadCall", "cachedLoadTimeMs", "machine",
        "concurrency", "timeToFirstTokenMs", "decodeTokensPerSecond", "cases",
    ];

    private static readonly string[] MachineNames =
    [
        "peakMemoryBytes", "peakServerMemoryBytes", "energySource", "joulesPerToken", "netJoulesPerToken", "meanWatts", "maxCelsius", "hottestSensor", "flaggedRuns", "flags",
    ];

    private static readonly string[] FlagNames = ["run", "kind", "reason"];

    private static readonly string[] CaseNames = ["case", "pass", "concurrency", "requests", "failed", "requestsPerSecond", "notSent", "timeToFirstTokenFromIntendedMs", "timeToFirstTokenMs", "decodeTokensPerSecond"];

    private static readonly string[] DistributionNames = ["n", "mean", "sd", "cv", "min", "p50", "p90", "p95", "p99", "max"];

    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task An_ad_hoc_run_gives_a_line_for_each_request_and_last_a_summary()
    {
        var told = await _llmobs.RunAsync("run", "--json", "--server", "simulator", "--model", "demo-coder@q8_0", "--case", "medium", "--max-tokens", "64", "--requests", "3");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal(["warmup", "measure", "measure", "measure"], told.Requests.Select(line => line.GetProperty("phase").GetString()!));
        Assert.Equal(5, told.Json.Count);
        Assert.All(told.Requests, line => Assert.Equal(RequestNames, Names(line)));
        Assert.All(told.Requests, line => Assert.Equal("completed length 64 Q8_0", $"{Text(line, "outcome")} {Text(line, "finishReason")} {line.GetProperty("outputTokens")} {Text(line, "quantization")}"));
        Assert.All(told.Requests, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("reason").ValueKind));
        CheckSummary(told);
    }

    [Fact]
    public async Task The_summary_can_be_reckoned_from_the_lines()
    {
        var told = await _llmobs.RunAsync("run", "--json", "--quiet", "--server", "simulator", "--model", "demo-coder@q8_0", "--case", "medium", "--max-tokens", "48", "--requests", "4", "--warmup", "0");

        var measured = told.Requests.Where(line => Text(line, "phase") == "measure").ToList();
        var variant = Assert.Single(told.Summary.GetProperty("variants").EnumerateArray());
        Assert.Equal(4, measured.Count);
        Assert.Equal(4, variant.GetProperty("requests").GetInt32());
        Assert.Equal(0, variant.GetProperty("warmups").GetInt32());
        foreach (var figure in new[] { "timeToFirstTokenMs", "decodeTokensPerSecond" })
            Assert.Equal(measured.Average(line => line.GetProperty(figure).GetDouble()), variant.GetProperty(figure).GetProperty("mean").GetDouble(), 6);
        Assert.Empty(told.Error);
    }

    [Fact]
    public async Task A_flagged_run_is_told_with_its_kind_and_what_was_seen()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Swaps = true }, TestContext.Current.CancellationToken);

        var told = await _llmobs.RunAsync("run", "--json", "--quiet", "--server", simulator.Address.ToString(), "--model", "demo-coder@q8_0", "--requests", "1", "--warmup", "0", "--max-tokens", "8");

        var flag = Assert.Single(told.Summary.GetProperty("variants")[0].GetProperty("machine").GetProperty("flags").EnumerateArray());
        Assert.Equal(FlagNames, Names(flag));
        // the second request is the one that asks for the runtime's version
        Assert.Equal(("swapped", "swap grew by 1.00 GiB while loading, read back from swap: 2.00 GiB"), (Text(flag, "kind"), Text(flag, "reason")));
    }

    /// <summary>One request: these servers close the connection after it, and a second one might still be sent over it.</summary>
    [Theory]
    [InlineData("reset-mid-stream", "truncated", "connection-reset")]
    [InlineData("zero-tokens", "empty", "no-tokens")]
    [InlineData("reset-before-headers", "failed", "connection-reset")]
    public async Task A_request_that_breaks_is_a_line_with_its_reason_and_exit_code_1(string hazard, string outcome, string code)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);

        var told = await _llmobs.RunAsync("run", "--json", "--server", new Uri(simulator.HazardAddress, $"{hazard}/v1").ToString(), "--requests", "1", "--warmup", "0");

        Assert.True(told.ExitCode == 1, told.ToString());
        var line = Assert.Single(told.Requests);
        Assert.Equal((outcome, code), (Text(line, "outcome"), Text(line, "code")));
        Assert.NotEmpty(Text(line, "reason")!);
        Assert.Equal(1, told.Summary.GetProperty("variants")[0].GetProperty("failed").GetInt32());
        Assert.Equal(JsonValueKind.Null, told.Summary.GetProperty("variants")[0].GetProperty("decodeTokensPerSecond").ValueKind);
    }

    [Fact]
    public async Task The_document_names_every_member()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        var document = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "json-output.md"), TestContext.Current.CancellationToken);

        var all = RequestNames.Concat(SummaryNames).Concat(VariantNames).Concat(MachineNames).Concat(FlagNames).Concat(CaseNames).Concat(DistributionNames).Distinct(StringComparer.Ordinal);

        Assert.All(all, name => Assert.Contains($"| `{name}` |", document, StringComparison.Ordinal));
    }

    private static void CheckSummary(Told told)
    {
        Assert.Equal(SummaryNames, Names(told.Summary));
        Assert.Equal("summary", Text(told.Summary, "event"));
        Assert.True(Directory.Exists(Text(told.Summary, "session")));
        var variant = Assert.Single(told.Summary.GetProperty("variants").EnumerateArray());
        Assert.Equal(VariantNames, Names(variant));
        Assert.Equal(MachineNames, Names(variant.GetProperty("machine")));
        Assert.Equal("first", Text(variant, "loadKind"));
        Assert.Equal("http", Text(variant, "loadCall"));
        Assert.Equal(CaseNames, Names(variant.GetProperty("cases")[0]));
        Assert.Equal(DistributionNames, Names(variant.GetProperty("decodeTokensPerSecond")));
        Assert.Equal(DistributionNames, Names(variant.GetProperty("timeToFirstTokenMs")));
        Assert.Equal(3, variant.GetProperty("decodeTokensPerSecond").GetProperty("n").GetInt32());
    }

    private static IEnumerable<string> Names(JsonElement line) => line.EnumerateObject().Select(member => member.Name);

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
