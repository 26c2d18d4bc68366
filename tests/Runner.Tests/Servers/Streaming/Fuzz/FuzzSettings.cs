using System.Globalization;

namespace LlmObs.Runner.Tests.Servers.Streaming.Fuzz;

/// <summary>How much is tried: <c>LLMOBS_FUZZ_STREAMS=1000000 LLMOBS_FUZZ_SEED=7 dotnet test --project tests/Runner.Tests --filter-class '*FuzzTests'</c>.</summary>
internal static class FuzzSettings
{
    public const long Heap = 64 * 1024 * 1024;
    private const string StreamsName = "LLMOBS_FUZZ_STREAMS";
    private const string SeedName = "LLMOBS_FUZZ_SEED";
    private const string ReportName = "LLMOBS_FUZZ_REPORT";

    public static int Streams => Number(StreamsName) ?? 20_000;

    public static int FirstSeed => Number(SeedName) ?? 1;

    /// <summary>Where the process of the job says what came of it; null among the other tests.</summary>
    public static string? ReportPath => Environment.GetEnvironmentVariable(ReportName);

    /// <summary>What the process of the job is told.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> For(string report) =>
    [
        new(StreamsName, Streams.ToString(CultureInfo.InvariantCulture)),
        new(SeedName, FirstSeed.ToString(CultureInfo.InvariantCulture)),
        new(ReportName, report),
        new("DOTNET_GCHeapHardLimit", Heap.ToString("x", CultureInfo.InvariantCulture)),
        new("DOTNET_gcServer", "0"),
    ];

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
