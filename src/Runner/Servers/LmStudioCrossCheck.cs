using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Servers;

/// <summary>One request over LM Studio's native chat, whose own figures stand beside what was observed of the same request.</summary>
internal static class LmStudioCrossCheck
{
    internal const string Prompt = "Write the numbers from one to fifty in words, separated by commas.";

    /// <summary>Long enough for a decode speed, short beside any load.</summary>
    internal const int Tokens = 64;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TotalLimit = TimeSpan.FromMinutes(2);

    public static async Task<CrossCheck?> MakeAsync(ServerIdentity server, string? apiKey, string instanceId, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var chat = new NativeChatClient(server.Address, apiKey, clock);
        var request = new ChatRequest { Model = instanceId, Prompt = Prompt, MaxTokens = Tokens, Sampling = Sampling.Greedy, IdleLimit = IdleLimit, TotalLimit = TotalLimit };
        var answer = await chat.AskAsync(request, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Of(server, apiKey is not null, instanceId, answer);
    }

    internal static CrossCheck Of(ServerIdentity server, bool hadKey, string instanceId, NativeChatAnswer answer)
    {
        var timeline = answer.Timeline;
        var check = new CrossCheck { Source = $"{server.Name}'s native API", Failure = Failure(server, hadKey, instanceId, answer) };
        if (check.Failure is not null)
            return check;
        var observed = RequestMeasurement.Of(timeline);
        return check with
        {
            ReportedTokensPerSecond = timeline.Timings?.TokensPerSecond,
            ObservedTokensPerSecond = observed.DecodeTokensPerSecond,
            ReportedTimeToFirstTokenSeconds = timeline.Timings?.TimeToFirstToken?.TotalSeconds,
            ObservedTimeToFirstTokenSeconds = observed.TimeToFirstToken?.TotalSeconds,
            ReportedInputTokens = timeline.Usage?.PromptTokens,
            ReportedOutputTokens = timeline.Usage?.CompletionTokens,
            ReportedReasoningTokens = timeline.Usage?.ReasoningTokens,
        };
    }

    private static string? Failure(ServerIdentity server, bool hadKey, string instanceId, NativeChatAnswer answer) => answer switch
    {
        { Timeline.StatusCode: 401 or 403 } => ServerProblem.WrongKey(server.Name, answer.Timeline.StatusCode.Value, answer.Timeline.Error, hadKey).Message,
        { HadToLoad: true } => $"The server loaded {instanceId} for it: it was not in memory any more.",
        { Timeline.ResponseModel: { } other } when other != instanceId => $"\"{instanceId}\" was asked, but \"{other}\" answered.",
        _ when RequestOutcome.Of(answer.Timeline) is { } outcome and not RequestOutcome.Completed => string.Create(CultureInfo.InvariantCulture, $"{outcome.Name}: {outcome.Reason}"),
        _ => null,
    };
}
