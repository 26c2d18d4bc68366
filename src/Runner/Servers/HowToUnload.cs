using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>What an owner types to take a model out of a server's memory.</summary>
internal static class HowToUnload
{
    public static string Of(ServerIdentity server, string instanceId) => server.Kind switch
    {
        "lm_studio" => $"lms unload {instanceId}",
        "llama_cpp" => $"curl {new Uri(server.Address, "models/unload")} -H 'Content-Type: application/json' -d '{{\"model\":\"{instanceId}\"}}'",
        _ => $"have {server.Name} unload {instanceId}",
    };
}
