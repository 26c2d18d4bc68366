using LlmObs.Runner.Programs;

namespace LlmObs.Runner.Servers.Lms;

/// <summary>LM Studio's <c>lms</c>, asked and told. It has no time limit of its own for a load: the plan's is in the caller's token.</summary>
internal sealed class LmsProgram(string path, TimeProvider clock)
{
    /// <summary>It starts a JavaScript engine and a connection before it says anything.</summary>
    public static readonly TimeSpan QueryLimit = TimeSpan.FromSeconds(20);

    public string Path => path;

    public Task<ProgramOutput> AskAsync(CancellationToken cancellationToken, params string[] arguments) =>
        ProgramRun.RunAsync(path, arguments, QueryLimit, clock, null, cancellationToken);

    /// <summary>Its progress comes on standard output as "Loading KEY 45% ⠙", written over and over on one line.</summary>
    public Task<ProgramOutput> LoadAsync(IReadOnlyList<string> arguments, IProgress<double>? progress, CancellationToken cancellationToken) =>
        ProgramRun.RunAsync(path, arguments, Timeout.InfiniteTimeSpan, clock, progress is null ? null : words => Tell(words, progress), cancellationToken);

    private static void Tell(string words, IProgress<double> progress)
    {
        if (LmsWords.Progress(words) is { } share)
            progress.Report(share);
    }
}
