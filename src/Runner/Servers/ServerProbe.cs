namespace LlmObs.Runner.Servers;

/// <summary>Looks at an unknown server with GET requests only. Several dialects may ask the same: each path is asked once.</summary>
internal sealed class ServerProbe(ControlChannel channel, TimeSpan limit)
{
    private readonly Dictionary<string, ControlAnswer> _answers = new(StringComparer.Ordinal);

    /// <summary>Any answer bore the Simulator's sign.</summary>
    public bool HasSeenSimulator => _answers.Values.Any(answer => answer.IsSimulated);

    public async Task<ControlAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        if (!_answers.TryGetValue(path, out var answer))
            _answers[path] = answer = await channel.GetAsync(path, limit, cancellationToken);
        return answer;
    }
}
