using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Did the model that was asked also answer? LM Studio's just-in-time loading may let another one answer.</summary>
public static class ResponseVerifier
{
    /// <summary>The code of the failure.</summary>
    public const string WrongModel = OutcomeCodes.WrongModel;

    /// <summary>Null when it did or the server does not say; else a failure, however well the stream ended: its figures are another model's.</summary>
    public static RequestOutcome.Failed? Verify(LocalModel asked, string instanceId, RequestTimeline timeline)
    {
        var answered = timeline.ResponseModel;
        return answered is null or "" || IsSame(answered, instanceId) || IsSame(answered, asked.Key)
            ? null
            : new RequestOutcome.Failed { Code = WrongModel, Reason = $"\"{instanceId}\" was asked, but \"{answered}\" answered: this says nothing about {asked.Key}." };
    }

    /// <summary>Some servers answer with or without the folder or publisher before the name: "Qwen3-4B" is "Qwen/Qwen3-4B", yet "me/Qwen3-4B" is another.</summary>
    private static bool IsSame(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase)
        || one.EndsWith($"/{other}", StringComparison.OrdinalIgnoreCase)
        || other.EndsWith($"/{one}", StringComparison.OrdinalIgnoreCase);
}
