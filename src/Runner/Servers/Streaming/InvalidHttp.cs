namespace LlmObs.Runner.Servers.Streaming;

/// <summary>Tells an answer that breaks the rules of HTTP from a connection that broke.</summary>
internal static class InvalidHttp
{
    public static bool Is(Exception failure) => Error(failure) is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError
        || (failure.InnerException is { } inner && Is(inner));

    private static HttpRequestError? Error(Exception failure) => failure switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException body => body.HttpRequestError,
        _ => null,
    };
}
