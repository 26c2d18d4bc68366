using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmObs.AppHost.Tests;

public sealed class ServerHealthTests
{
    [Theory]
    [InlineData("""{"isUp":true,"text":"LM Studio at 127.0.0.1:1234 answers."}""", HealthStatus.Healthy, "LM Studio at 127.0.0.1:1234 answers.")]
    [InlineData("""{"isUp":false,"text":"Nothing listens at 127.0.0.1:1234."}""", HealthStatus.Unhealthy, "Nothing listens at 127.0.0.1:1234.")]
    [InlineData("""{"isUp":null,"text":"Not asked yet."}""", HealthStatus.Healthy, "Not asked yet.")]
    [InlineData("{}", HealthStatus.Healthy, "The Runner has not told yet.")]
    public async Task It_is_what_the_Runner_last_saw(string answer, HealthStatus expected, string text)
    {
        using var runner = new Runner(HttpStatusCode.OK, answer);

        var health = await CheckAsync(new Uri("http://localhost:5180"), runner);

        Assert.Equal((expected, text), (health.Status, health.Description));
        Assert.Equal("http://localhost:5180/api/server", runner.Asked?.ToString());
    }

    [Fact]
    public async Task A_Runner_that_does_not_know_the_question_tells_nothing_bad()
    {
        using var runner = new Runner(HttpStatusCode.NotFound, "");

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new Uri("http://localhost:5180"), runner)).Status);
    }

    [Fact]
    public async Task A_Runner_that_is_not_there_says_nothing_of_the_server()
    {
        using var runner = new Runner(null, "");

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new Uri("http://localhost:5180"), runner)).Status);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(null, runner)).Status);
    }

    private static async Task<HealthCheckResult> CheckAsync(Uri? runner, Runner handler)
    {
        using var http = new HttpClient(handler, disposeHandler: false);
        return await new ServerHealth(() => runner, http).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
    }

    /// <summary>Answers so; without a status nobody is there.</summary>
    private sealed class Runner(HttpStatusCode? status, string answer) : HttpMessageHandler
    {
        public Uri? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri;
            return status is { } known
                ? Task.FromResult(new HttpResponseMessage(known) { Content = new StringContent(answer, System.Text.Encoding.UTF8, "application/json") })
                : throw new HttpRequestException("Connection refused");
        }
    }
}
