using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Tests.Cli.Watching;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>A variant's result as a session leaves it.</summary>
internal static class Finished
{
    public static VariantResult Result(string id, int day, bool isSimulated, params double[] loads)
    {
        var header = Happenings.Started().Header;
        return new VariantResult
        {
            SchemaVersion = VariantResult.CurrentSchemaVersion,
            Session = $"s{day}",
            IsSimulated = isSimulated,
            Plan = "tiny",
            PlanHash = "0",
            Seed = 1,
            StartedAt = new DateTimeOffset(2026, 2, day, 0, 0, 0, TimeSpan.Zero),
            ClientVersion = "0.1.0",
            Machine = header.Machine,
            Server = header.Server with { IsSimulated = isSimulated },
            Variant = new Variant { Id = id, Model = "m", Quantization = "Q4_K_M", Format = ModelFormat.Gguf, FileSize = new DataSize(1000) },
            Settings = Happenings.Plan.Settings,
            Loads = [.. loads.Select((speed, index) => new LoadResult
            {
                Run = $"r{index}",
                LoadId = $"l{index}",
                LoadSeconds = 10 + index,
                MeanDecodeTokensPerSecond = speed,
                MeanDecodeTokensPerSecondByCase = new Dictionary<string, double>(StringComparer.Ordinal) { ["hello"] = speed + 1 },
            })],
            Cases = [],
        };
    }
}
