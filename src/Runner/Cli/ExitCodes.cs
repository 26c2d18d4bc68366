using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What a script learns without reading a word.</summary>
public static class ExitCodes
{
    public const int Good = 0;

    /// <summary>It went through, but a request or a variant failed; the doctor found a blocker.</summary>
    public const int SomethingFailed = 1;

    /// <summary>Nothing was measured: the plan, a flag, the server's address or a folder is wrong.</summary>
    public const int UserMistake = 2;

    /// <summary>Stopped before its end; goes on with <c>--resume</c>.</summary>
    public const int Interrupted = 130;

    public static int Of(SessionEnd end) => end switch
    {
        SessionEnd.Completed => Good,
        SessionEnd.CompletedWithFailures => SomethingFailed,
        _ => Interrupted,
    };
}
