using System.Globalization;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>What an owner types to bring a model into a server's memory.</summary>
internal static class HowToLoad
{
    public static string Of(ServerIdentity server, string key, int? contextTokens) => server.Kind switch
    {
        "lm_studio" => $"lms load {key}{(contextTokens is { } context ? string.Create(CultureInfo.InvariantCulture, $" -c {context}") : "")}",
        "llama_cpp" => $"curl {new Uri(server.Address, "models/load")} -H 'Content-Type: application/json' -d '{{\"model\":\"{key}\"}}'",
        _ => $"have {server.Name} load {key}",
    };
}
