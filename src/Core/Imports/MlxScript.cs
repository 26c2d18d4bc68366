using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Imports;

/// <summary>Files of a script that runs a model in its own process with mlx-lm: <c>mlx-*.json</c> of the first 512 GB campaign.</summary>
internal sealed class MlxScript : IImportFormat
{
    private const double GibibytesInGb = 1L << 30;

    public string Name => "mlx-benchmark";

    public bool Recognises(JsonObject file) => file.ContainsKey("model_name") && file.ContainsKey("framework") && file.ContainsKey("tests");

    public ImportedResult Read(ImportedFields file, ImportSource source)
    {
        var (system, config, metrics) = (file.Inner("system_info"), file.Inner("config"), file.Inner("metrics"));
        var model = file.NeededText("model_name");
        var framework = file.NeededText("framework");
        var fixedBudget = config.Whole("max_tokens_override");
        var requests = file.List("tests").Select(one => Request(one.Place, one.Fields, fixedBudget)).ToList();
        var load = metrics.Number("load_time_sec");
        var result = new ImportedResult
        {
            SchemaVersion = ImportedResult.CurrentSchemaVersion,
            Imported = source,
            StartedAt = file.Moment("timestamp"),
            ClientVersion = system.Text("python_version"),
            Machine = new ImportedMachine
            {
                OperatingSystem = string.Join(' ', new[] { system.Text("platform"), system.Text("macos_version") }.OfType<string>()) is { Length: > 0 } name ? name : null,
                Processor = system.Text("chip"),
                // what macOS calls 512 GB of memory are GiB
                MemoryBytes = (long?)(system.Number("total_memory_gb") * GibibytesInGb),
            },
            Server = new ImportedServer { Name = framework, Version = system.Text("mlx_version") },
            Variant = new ImportedVariant { Model = model, Quantization = ImportedNames.Quantization(model), Format = framework == "MLX" ? ModelFormat.Mlx : null },
            Settings = new ImportedSettings { SpeedSampling = config.Number("temperature") is { } temperature ? new Sampling { Temperature = temperature } : null },
            Loads = load is null ? [] : [new LoadResult { Run = source.File, ReportedLoadSeconds = load }],
            Cases = ImportedCases.Of(requests),
            Requests = requests,
            Claims = new ImportedClaims
            {
                MeanTokensPerSecond = metrics.Number("avg_tps"),
                MinTokensPerSecond = metrics.Number("min_tps"),
                MaxTokensPerSecond = metrics.Number("max_tps"),
                MeanTimeToFirstTokenSeconds = metrics.Number("avg_ttft_sec"),
                LoadSeconds = load,
                PeakMemoryGb = metrics.Number("peak_memory_gb"),
                MeanMemoryGb = metrics.Number("avg_memory_gb"),
            },
        };
        foreach (var fields in new[] { system, config, metrics, file })
            fields.End();
        return result;
    }

    private static ImportedRequest Request(string place, ImportedFields one, int? fixedBudget)
    {
        var budget = one.Whole("max_tokens");
        var request = new ImportedRequest
        {
            Id = place,
            Name = one.NeededText("key"),
            Category = one.Text("name"),
            Prompt = one.NeededText("prompt"),
            MaxTokens = fixedBudget ?? budget,
            OutputTokens = one.Whole("total_tokens"),
            DurationSeconds = one.NeededNumber("total_time_sec"),
            GenerationSeconds = one.Number("generation_time_sec"),
            ReportedTimeToFirstTokenSeconds = one.Number("ttft_sec"),
            ReportedTokensPerSecond = one.Number("tps"),
            Answer = one.Text("output"),
        };
        one.End();
        return request;
    }
}
