namespace LlmObs.AppHost;

/// <summary>What is worth a line between two looks at the Runner.</summary>
public static class Progress
{
    private const int CouldNotStart = 2;

    /// <param name="last">What was seen before; null at the first look.</param>
    /// <param name="now">What is seen now.</param>
    /// <param name="page">The Runner's first page.</param>
    public static IEnumerable<string> Lines(RunnerState? last, RunnerState now, Uri page)
    {
        var hasEnded = now.Ended is not null && now.Ended != last?.Ended;
        if (!hasEnded && now.Text != last?.Text)
            yield return now.Text;
        if (!hasEnded && now.Session is not null && now.Session != last?.Session)
            yield return $"{now.Session}: {now.RequestsPlanned} measured requests. Watch it at {page}";
        if (!hasEnded)
            yield break;
        yield return now.Ended!.Text;
        if (now.Ended.ExitCode != CouldNotStart)
            yield return $"Page:   {new Uri(page, $"/sessions/{Uri.EscapeDataString(now.Ended.Session)}/")}";
    }

    /// <summary>What a person should know who stopped everything in the middle; null when nothing was under way.</summary>
    /// <param name="last">What was seen last.</param>
    /// <param name="results">The folder of the sessions.</param>
    public static string? Farewell(RunnerState? last, string results) => last is { Session: { } session } && last.Ended?.Session != session
        ? $"{session} stops after {last.RequestsDone} of {last.RequestsPlanned} measured requests; they are kept. Go on with: dotnet run --project src/Runner -- run --resume {Path.Combine(results, session)}"
        : null;
}
