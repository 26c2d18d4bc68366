namespace LlmObs.AppHost;

/// <summary>What the Runner said before it ended, and how it ended.</summary>
public sealed class LastWords(ResourceNotificationService resources, ResourceLoggerService logs, DistributedApplicationModel model, TimeProvider clock)
{
    private const int ShownLines = 20;
    private const string OwnVoice = "llmobs: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Null while it runs, and where Aspire does not tell.</summary>
    public async Task<int?> ExitCodeAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var ended = await resources.WaitForResourceAsync(Resources.Runner, one => one.Snapshot.ExitCode is not null, limit.Token);
            return ended.Snapshot.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What it said to the user. Aspire delivers a process's lines a little after its end.</summary>
    public async Task<string> ComplaintsAsync()
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var complaints = (await LinesAsync()).Where(line => line.StartsWith(OwnVoice, StringComparison.Ordinal)).ToList();
            if (complaints.Count > 0)
                return string.Join(Environment.NewLine, complaints);
            if (clock.GetElapsedTime(begun) > Patience)
                return $"{OwnVoice}the Runner refused its options and did not say why.";
            await Task.Delay(AskEvery, clock);
        }
    }

    public async Task<string> AllAsync() => string.Join(Environment.NewLine, (await LinesAsync()).TakeLast(ShownLines));

    private async Task<List<string>> LinesAsync()
    {
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(model.Resources.First(resource => resource.Name == Resources.Runner)))
            lines.AddRange(batch.Select(line => WithoutTime(line.Content)));
        return lines;
    }

    /// <summary>Aspire puts the time before each line.</summary>
    private static string WithoutTime(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && DateTimeOffset.TryParse(line.AsSpan(0, blank), System.Globalization.CultureInfo.InvariantCulture, out _) ? line[(blank + 1)..] : line;
    }
}
