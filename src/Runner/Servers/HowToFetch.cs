using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>What an owner types to fetch a model himself.</summary>
public static class HowToFetch
{
    /// <summary>Null where the plan does not say from where.</summary>
    public static string? Of(ServerIdentity server, Resolution missing) => (server.Kind, missing.Variant.Source) switch
    {
        (_, null) => null,
        ("lm_studio", _) => missing.FetchLine,
        ("ollama", var source) => $"ollama pull hf.co/{source.Repository}{(source.File is null ? "" : $":{source.File}")}",
        (_, var source) => $"hf download {source.Repository}{(source.File is null ? "" : $" --include \"*{source.File}*\"")}",
    };
}
