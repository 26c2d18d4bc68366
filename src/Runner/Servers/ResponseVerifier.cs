using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Did the model that was asked also answer? LM Studio's just-in-time loading may let another one answer.</summary>
public static class ResponseVerifier
{
    /// <summary>Null when it did or the server does not say, else the reason in one sentence.</summary>
    public static string? Verify(LocalModel asked, string instanceId, RequestTimeline timeline)
    {
        string[] names = [instanceId, asked.Key];
        return timeline.ResponseModel is null or "" || names.Contains(timeline.ResponseModel, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"\"{instanceId}\" was asked, but \"{timeline.ResponseModel}\" answered: this says nothing about {asked.Key}.";
    }
}
