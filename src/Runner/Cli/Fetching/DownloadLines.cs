using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Downloads;

namespace LlmObs.Runner.Cli.Fetching;

/// <summary>Tells of downloads line by line, for files, pipes and logs: of a progress each tenth, and at least one line a minute.</summary>
internal sealed class DownloadLines(LineWriter lines, TimeProvider clock) : IDownloadWatcher
{
    private const int Tenths = 10;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private string _variant = "";
    private int _tenth;
    private long _toldAt;

    public void On(DownloadEvent happened)
    {
        if (happened is not DownloadEvent.Progressed progressed || IsTold(progressed))
            lines.TryWrite(() => DownloadWords.Of(happened));
    }

    private bool IsTold(DownloadEvent.Progressed progressed)
    {
        var tenth = (int)((progressed.Progress.Share ?? 0) * Tenths);
        var isNew = progressed.Variant.Id != _variant;
        if (!isNew && tenth <= _tenth && clock.GetElapsedTime(_toldAt) < Silence)
            return false;
        (_variant, _tenth, _toldAt) = (progressed.Variant.Id, tenth, clock.GetTimestamp());
        return true;
    }
}
