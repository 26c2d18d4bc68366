using System.Text.Json.Nodes;

namespace LlmObs.Imports;

/// <summary>Files of a script that asks LM Studio's <c>/v1/chat/completions</c> without streaming: <c>lmstudio-benchmark-*.json</c> of the first 512 GB campaign.</summary>
internal sealed class LmStudioScript : IImportFormat
{
    public string Name => "lmstudio-benchmark";

    public bool Recognises(JsonObject file) => file.ContainsKey("api_base") && file.ContainsKey("model") && file.ContainsKey("results");

    public ImportedResult Read(ImportedFields file, ImportSource source)
    {
        var summary = file.Inner("summary");
        var model = file.NeededText("model");
        var requests = file.List("results").Select(one => Request(one.Place, one.Fields)).ToList();
        var result = new ImportedResult
        {
            SchemaVersion = ImportedResult.CurrentSchemaVersion,
            Imported = source,
            StartedAt = file.Moment("timestamp"),
            Machine = new ImportedMachine(),
            Server = new ImportedServer { Address = file.Text("api_base") },
            Variant = new ImportedVariant { Model = model, Quantization = ImportedNames.Quantization(model) },
            Settings = new ImportedSettings(),
            Cases = ImportedCases.Of(requests),
            Requests = requests,
            Claims = new ImportedClaims
            {
                MeanTokensPerSecond = summary.Number("avg_tps"),
                MinTokensPerSecond = summary.Number("min_tps"),
                MaxTokensPerSecond = summary.Number("max_tps"),
                TotalTokens = summary.Number("total_tokens"),
                TotalSeconds = summary.Number("total_time"),
            },
        };
        summary.End();
        file.End();
        return result;
    }

    private static ImportedRequest Request(string place, ImportedFields one)
    {
        var request = new ImportedRequest
        {
            Id = place,
            Name = one.NeededText("test_name"),
            Category = one.Text("name"),
            Prompt = one.NeededText("prompt"),
            MaxTokens = one.Whole("max_tokens"),
            PromptTokens = one.Whole("prompt_tokens"),
            OutputTokens = one.Whole("completion_tokens"),
            DurationSeconds = one.NeededNumber("total_time"),
            ReportedTokensPerSecond = one.Number("tps"),
            Answer = one.Text("content"),
            Succeeded = one.Flag("success"),
        };
        one.End();
        return request;
    }
}
