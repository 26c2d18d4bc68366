using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>
/// One request over the chat of LM Studio's older v0 API, for versions without the native one. Its stats come only with an answer in one piece (its documentation shows no other,
/// and users report that a stream carries none): what can be observed of that is how long it took.
/// </summary>
internal sealed class LmStudioOldCrossCheck(ServerIdentity server, ControlChannel channel, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Of an instance that is in memory: any other would be loaded by it. Never throws for what the server does.</summary>
    public async Task<CrossCheck> MakeAsync(string instanceId, Func<CancellationToken, Task<bool>> isLoadedAsync, CancellationToken cancellationToken)
    {
        var check = new CrossCheck { Source = $"{server.Name}'s older API, v0" };
        try
        {
            if (!await isLoadedAsync(cancellationToken))
                return check with { Failure = $"{instanceId} was not in memory any more, and asking would have loaded it." };
            var begun = clock.GetTimestamp();
            var answer = await channel.PostAsync("api/v0/chat/completions", Body(instanceId), Limit, cancellationToken);
            var took = clock.GetElapsedTime(begun);
            return Failure(instanceId, answer) is { } failure ? check with { Failure = failure } : Read(check with { ObservedTotalSeconds = took.TotalSeconds }, answer);
        }
        catch (ServerException silent)
        {
            return check with { Failure = silent.Message };
        }
    }

    private static JsonObject Body(string instanceId) => new()
    {
        ["model"] = instanceId,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = LmStudioCrossCheck.Prompt }),
        ["temperature"] = 0,
        ["max_tokens"] = LmStudioCrossCheck.Tokens,
        ["stream"] = false,
    };

    private string? Failure(string instanceId, ControlAnswer answer) => answer switch
    {
        { IsGood: false } => ServerProblem.Refused(server, "the cross-check", answer, channel.HasKey).Message,
        _ when answer.Member("stats") is not { ValueKind: JsonValueKind.Object } => $"{server.Name} told no stats with its answer.",
        _ when answer.TextMember("model") is { Length: > 0 } other && other != instanceId => $"\"{instanceId}\" was asked, but \"{other}\" answered.",
        _ => null,
    };

    private static CrossCheck Read(CrossCheck check, ControlAnswer answer)
    {
        var (stats, usage) = (answer.Member("stats"), answer.Member("usage"));
        var firstToken = Number(stats, "time_to_first_token");
        return check with
        {
            ReportedTokensPerSecond = Number(stats, "tokens_per_second"),
            ReportedTimeToFirstTokenSeconds = firstToken,
            ReportedTotalSeconds = firstToken + Number(stats, "generation_time"),
            ReportedInputTokens = (int?)Number(usage, "prompt_tokens"),
            ReportedOutputTokens = (int?)Number(usage, "completion_tokens"),
            ReportedStopReason = Text(stats, "stop_reason"),
            ReportedModel = Words(answer.Member("model_info")),
            Runtime = answer.Member("runtime") is { ValueKind: JsonValueKind.Object } runtime ? LmStudioRuntime.NameOf(runtime) : null,
        };
    }

    /// <summary>"granite, Q4_K_M, gguf, context 4096"; null where nothing is told.</summary>
    private static string? Words(JsonElement? model)
    {
        var context = Number(model, "context_length") is { } tokens ? FormattableString.Invariant($"context {tokens:0}") : null;
        var told = new[] { Text(model, "arch"), Text(model, "quant"), Text(model, "format"), context }.OfType<string>();
        return string.Join(", ", told) is { Length: > 0 } words ? words : null;
    }

    private static string? Text(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number) && double.IsFinite(number) && number is >= 0 and <= int.MaxValue ? number : null;
}
