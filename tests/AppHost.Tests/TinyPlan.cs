namespace LlmObs.AppHost.Tests;

/// <summary>A folder with a plan of one short case, for results that are there in two seconds.</summary>
internal sealed class TinyPlan : IDisposable
{
    /// <param name="iterations">How often the case is asked: more take longer.</param>
    public TinyPlan(int iterations = 1) => File.WriteAllText(Path, $$"""
        {
          "schemaVersion": 1, "name": "tiny", "discover": "available",
          "cases": [{ "id": "answer", "category": "short answer", "prompt": "Say hello.", "maxTokens": 80 }],
          "settings": { "blocks": 1, "iterations": {{iterations}}, "warmups": 1, "concurrency": [1] }
        }
        """);

    public string Folder { get; } = Directory.CreateTempSubdirectory("llmobs-apphost-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "tiny.json");

    public string Results => System.IO.Path.Combine(Folder, "results");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
