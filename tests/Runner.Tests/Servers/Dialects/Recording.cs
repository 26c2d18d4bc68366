namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>Answers of a real llama-server (build b11669, a tiny random model, two slots), with only the model's path changed.</summary>
internal static class Recording
{
    public static string Read(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Servers", "Dialects", "Recordings", "llama-server-b11669", $"{name}.json"));
}
