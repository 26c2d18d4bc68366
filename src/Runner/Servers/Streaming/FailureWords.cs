namespace LlmObs.Runner.Servers.Streaming;

/// <summary>What an exception says, with the causes under it: the outermost often tells only that something failed.</summary>
internal static class FailureWords
{
    public static string Of(Exception failure)
    {
        var words = failure.Message;
        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (!words.Contains(cause.Message, StringComparison.Ordinal))
                words = $"{words} {cause.Message}";
        }
        return words;
    }
}
