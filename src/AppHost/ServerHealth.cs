using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmObs.AppHost;

/// <summary>How the LLM server is, as the Runner last saw it. The server itself is not asked: a question in the middle of a measurement is load.</summary>
public sealed class ServerHealth(Func<Uri?> runner, HttpClient http) : IHealthCheck
{
    private const string Unknown = "The Runner has not told yet.";

    /// <summary>What is not known is not ill.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (runner() is not { } address)
            return HealthCheckResult.Healthy(Unknown);
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/api/server"), cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return HealthCheckResult.Healthy(Unknown);
            answer.EnsureSuccessStatusCode();
            var seen = (await answer.Content.ReadFromJsonAsync<Seen>(cancellationToken))!;
            return seen.IsUp == false ? HealthCheckResult.Unhealthy(seen.Text) : HealthCheckResult.Healthy(seen.Text ?? Unknown);
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // the Runner is not there or too busy to answer: that is told of the Runner, and says nothing of the server
            return HealthCheckResult.Healthy(Unknown);
        }
    }

    private sealed record Seen(bool? IsUp, string? Text);
}
