using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>The engine and its version as an answer of LM Studio's v0 API tells it: one token is asked for.</summary>
internal static class LmStudioRuntime
{
    /// <summary>Only of an instance that is in memory: any other would be loaded by it. Null where the answer does not tell; throws <see cref="ServerException"/> where the key is refused.</summary>
    public static async Task<string?> AskAsync(ServerIdentity server, ControlChannel channel, string instanceId, TimeSpan limit, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["role"] = "user", ["content"] = "." };
        var body = new JsonObject { ["model"] = instanceId, ["messages"] = new JsonArray(message), ["max_tokens"] = 1, ["stream"] = false };
        var answer = await channel.PostAsync("api/v0/chat/completions", body, limit, cancellationToken);
        if (answer.IsKeyRefused)
            throw ServerProblem.Refused(server, "the question for its runtime", answer, channel.HasKey);
        return answer.IsGood && answer.Member("runtime") is { ValueKind: JsonValueKind.Object } runtime ? NameOf(runtime) : null;
    }

    internal static string? NameOf(JsonElement runtime)
    {
        var parts = new[] { "name", "version" }.Select(name => runtime.TryGetProperty(name, out var part) ? part.GetString() : null).OfType<string>();
        return string.Join(' ', parts) is { Length: > 0 } name ? name : null;
    }
}
