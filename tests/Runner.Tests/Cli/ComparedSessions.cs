namespace LlmObs.Runner.Tests.Cli;

/// <summary>Two sessions of one plan on the Simulator, and one of a plan with another prompt, measured once for all tests of a class.</summary>
public sealed class ComparedSessions : IAsyncLifetime
{
    private readonly CommandLine _llmobs = new();

    public string First { get; private set; } = "";

    public string Second { get; private set; } = "";

    public string OtherPrompts { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        First = await MeasureAsync("first", "Say more.");
        Second = await MeasureAsync("second", "Say more.");
        OtherPrompts = await MeasureAsync("other", "Say something else.");
    }

    public ValueTask DisposeAsync()
    {
        _llmobs.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> MeasureAsync(string folder, string prompt)
    {
        var plan = _llmobs.Write("compared.json", $$"""
            {
              "schemaVersion": 1, "name": "compared",
              "models": [{ "id": "demo", "name": "Demo" }],
              "variants": [
                { "id": "q8", "model": "demo", "quantization": "Q8_0", "format": "gguf", "match": { "names": ["demo-coder@q8_0"] } },
                { "id": "q4", "model": "demo", "quantization": "Q4_K_M", "format": "gguf", "match": { "names": ["demo-coder@q4_k_m"] } }
              ],
              "cases": [{ "id": "a", "category": "x", "prompt": "Hello", "maxTokens": 48 }, { "id": "b", "category": "x", "prompt": "{{prompt}}", "maxTokens": 64 }],
              "settings": { "blocks": 3, "seed": 1, "warmups": 0, "gate": { "limit": "0 s" } }
            }
            """);
        var results = Path.Combine(_llmobs.Folder, folder);
        var told = await _llmobs.RunAsync("run", plan, "--quiet", "--server", "simulator", "--output", results);
        Assert.True(told.ExitCode == 0, told.ToString());
        return Assert.Single(Directory.GetDirectories(results));
    }
}
