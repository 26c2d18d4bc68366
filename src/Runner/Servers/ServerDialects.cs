namespace LlmObs.Runner.Servers;

/// <summary>Every server spoken with. The order is the order of asking: who has a sign of its own first, the general ones last.</summary>
internal static class ServerDialects
{
    public static IReadOnlyList<ServerDialect> All { get; } =
    [
        LmStudioServer.Dialect,
        LmStudioOldServer.Dialect,
        LlamaCppRouter.Dialect,
        LlamaCppServer.Dialect,
        OllamaServer.Dialect,
        VllmServer.Dialect,
        MlxServer.Dialect,
        OpenAiCompatibleServer.Dialect,
    ];

    /// <summary>"LM Studio 1234, llama.cpp 8080, …"</summary>
    public static string UsualPorts { get; } =
        string.Join(", ", All.DistinctBy(dialect => dialect.UsualPort).Select(dialect => FormattableString.Invariant($"{dialect.Name} {dialect.UsualPort}")));
}
