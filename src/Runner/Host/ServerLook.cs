using LlmObs.Hardware;

namespace LlmObs.Runner.Host;

/// <summary>Has a Collector watch the server under test, and look at its processes closely before a run and after it.</summary>
internal sealed class ServerLook(CollectorClient collector, Uri server)
{
    private bool _hasFailed;

    public int Port => server.Port;

    public ServerProcesses? Before { get; private set; }

    public ServerProcesses? After { get; private set; }

    /// <summary>Why the server's processes are not known: told once.</summary>
    public string? Problem { get; private set; }

    public async Task BeforeAsync(CancellationToken cancellationToken) => (Before, After) = (await LookAsync(cancellationToken), null);

    public async Task AfterAsync(CancellationToken cancellationToken) => After = await LookAsync(cancellationToken);

    public string? TakeProblem()
    {
        var problem = Problem;
        Problem = null;
        return problem;
    }

    private async Task<ServerProcesses?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var seen = await collector.WatchServerAsync(server.Port, cancellationToken);
            return seen.Reason is { } reason ? Unknown(seen, $"The processes of {server} are not known: {reason}") : seen;
        }
        catch (CollectorException silent)
        {
            return Unknown(null, $"The processes of {server} are not watched. {silent.Message}");
        }
    }

    private ServerProcesses? Unknown(ServerProcesses? seen, string problem)
    {
        Problem = _hasFailed ? null : problem;
        _hasFailed = true;
        return seen;
    }
}
