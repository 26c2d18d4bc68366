using System.Net;
using LlmObs.Runner.Cli;

namespace LlmObs.Runner.Tests.Pages;

/// <summary><c>llmobs serve</c> in this process, on a free port, as a user starts it.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SpokenLines _output = new();
    private readonly Task<int> _service;

    private RunningService(string results, string[] more) =>
        _service = LlmObsCommand.InvokeAsync(["serve", "--port", "0", "--output", results, .. more], Surroundings.OfThisProcess() with { Output = _output, Error = _output, Marks = null }, _stop.Token);

    public HttpClient Client { get; private set; } = null!;

    public string Said => _output.Text;

    public static async Task<RunningService> StartAsync(string results, CancellationToken cancellationToken, params string[] more)
    {
        var service = new RunningService(results, more);
        var line = await service._output.FirstLine.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        var address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        service.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        return service;
    }

    public async Task<string> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for the state until it is as wanted, at most 60 s.</summary>
    public async Task<string> StateAsync(Func<string, bool> isWanted)
    {
        for (var look = 0; look < 1200; look++)
        {
            var state = await Client.GetStringAsync(new Uri("/api/state", UriKind.Relative), TestContext.Current.CancellationToken);
            if (isWanted(state))
                return state;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"The state did not come. Said: {Said}");
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _service.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
        await _output.DisposeAsync();
    }
}
