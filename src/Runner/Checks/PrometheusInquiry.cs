namespace LlmObs.Runner.Checks;

/// <summary>Asks a Prometheus whether it is ready.</summary>
internal static class PrometheusInquiry
{
    /// <summary>One that hangs is as good as none.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task<PrometheusFacts> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(new Uri("-/ready", UriKind.Relative), cancellationToken);
            return new PrometheusFacts(address, answer.IsSuccessStatusCode ? null : FormattableString.Invariant($"something answers with {(int)answer.StatusCode}"));
        }
        catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new PrometheusFacts(address, "none answers");
        }
    }
}
