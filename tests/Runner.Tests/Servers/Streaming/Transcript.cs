namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>Bodies that a real llama-server (build b11669, a tiny random model) streamed, byte for byte with only the model's path changed.</summary>
internal static class Transcript
{
    public static IReadOnlyList<string> Names { get; } = ["complete-with-usage", "progress-and-timings-per-token", "tokens-sharing-a-character", "stream-cut-by-sigterm"];

    public static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Servers", "Streaming", "Recordings", "llama-server-b11669", $"{name}.sse"));
}
