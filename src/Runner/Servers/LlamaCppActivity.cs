namespace LlmObs.Runner.Servers;

/// <summary>
/// What a llama-server does for whomever: busy slots from <c>/slots</c>, and where it was started with <c>--metrics</c> also how many tokens it has read and written since its start,
/// so that a request that began and ended between two looks is seen as well.
/// </summary>
/// <param name="askAsync">Asks it one path.</param>
internal sealed class LlamaCppActivity(Func<string, CancellationToken, Task<ControlAnswer>> askAsync)
{
    private bool _hasMetrics = true;

    public async Task<ServerActivity?> ReadAsync(CancellationToken cancellationToken)
    {
        var metrics = _hasMetrics ? await askAsync("metrics", cancellationToken) : null;
        // without --metrics it says 501 however often it is asked
        _hasMetrics = metrics is { IsGood: true };
        var slots = LlamaCppSlots.Read(await askAsync("slots", cancellationToken));
        var underWay = slots?.UnderWay ?? (int?)(Sum(metrics, "requests_processing") + Sum(metrics, "requests_deferred"));
        return underWay is { } busy ? new ServerActivity { UnderWay = busy, Tokens = (long?)(Sum(metrics, "prompt_tokens_total") + Sum(metrics, "tokens_predicted_total")) } : null;
    }

    private static double? Sum(ControlAnswer? metrics, string name) => metrics is { IsGood: true } ? PrometheusText.Sum(metrics.Text, $"llamacpp:{name}") : null;
}
