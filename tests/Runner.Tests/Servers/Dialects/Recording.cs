namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>Answers of servers: of a real llama-server (build b11669, a tiny random model, two slots), with only the model's path changed, and those written from documentation.</summary>
internal static class Recording
{
    public static string Read(string name) => Documented("llama-server-b11669", $"{name}.json");

    /// <summary>Likewise, of what is no JSON.</summary>
    public static string ReadText(string file) => Documented("llama-server-b11669", file);

    /// <summary>One that is written from the server's documentation: see the README beside them.</summary>
    public static string Documented(string server, string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Servers", "Dialects", "Recordings", server, file));
}
