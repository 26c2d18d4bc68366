using System.ClientModel.Primitives;
using System.Globalization;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>What the headers of an answer tell beside its body. It is kept for people to read; nothing here asks again or follows.</summary>
internal static class AnswerHeaders
{
    /// <summary>The server's wish of when to ask again. A date counts from the server's own <c>Date</c>, for its clock may be another.</summary>
    public static TimeSpan? RetryAfter(PipelineResponse response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var value))
            return null;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        return Time(value) is { } until && response.Headers.TryGetValue("Date", out var date) && Time(date) is { } now && until >= now ? until - now : null;
    }

    /// <summary>Null when the body is as it is.</summary>
    public static string? Encoding(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Encoding", out var value) && !string.Equals(value, "identity", StringComparison.OrdinalIgnoreCase) ? value : null;

    /// <summary>Where a redirect leads, in words; null when it is none. To follow would count the time of a second request.</summary>
    public static string? Redirect(PipelineResponse response)
    {
        if (response.Status is not (301 or 302 or 303 or 307 or 308))
            return null;
        return response.Headers.TryGetValue("Location", out var location)
            ? $"The server sends us to {location}. That is not followed: name that address instead."
            : "The server sends us elsewhere and says nowhere.";
    }

    private static DateTimeOffset? Time(string? date) =>
        DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
