using System.ClientModel.Primitives;
using System.Globalization;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>The server's wish of when to ask again. It is kept for people to read; nothing here asks again.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(PipelineResponse response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var value))
            return null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }
}
