using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;
using Microsoft.Extensions.DependencyInjection;

namespace LlmObs.AppHost.Tests;

public sealed class AppModelTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TinyPlan _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Runner_Collector_and_Simulator_come_up_healthy_and_the_plan_runs_at_once_on_the_Simulator()
    {
        await using var app = await StartAsync("--server", "simulator", "--plan", _plan.Path, "--output", _plan.Results);

        await app.ResourceNotifications.WaitForResourceHealthyAsync("collector", Cancelled).WaitAsync(Limit, Cancelled);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("simulator", Cancelled).WaitAsync(Limit, Cancelled);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("runner", Cancelled).WaitAsync(Limit, Cancelled);
        using var runner = app.CreateHttpClient("runner", "http");
        await StateAsync(runner, state => state.Contains("\"exitCode\":0", StringComparison.Ordinal));

        var session = Assert.Single(Directory.GetDirectories(_plan.Results));
        Assert.Contains("**Simulated.**", await File.ReadAllTextAsync(Path.Combine(session, "summary.md"), Cancelled), StringComparison.Ordinal);
        Assert.Contains("Open the comparison", await runner.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_server_waits_for_the_dashboards_command()
    {
        await using var server = await SimulatorHost.StartAsync(new SimulatorOptions(), Cancelled);
        await using var app = await StartAsync("--server", server.Address.ToString(), "--plan", _plan.Path, "--output", _plan.Results);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("runner", Cancelled).WaitAsync(Limit, Cancelled);
        using var runner = app.CreateHttpClient("runner", "http");

        await StateAsync(runner, state => state.Contains("Nothing starts unasked", StringComparison.Ordinal));
        Assert.False(Directory.Exists(_plan.Results));
        var started = await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("runner", "run-quick", Cancelled);

        Assert.True(started.Success, started.Message);
        await StateAsync(runner, state => state.Contains("\"activity\":\"running\"", StringComparison.Ordinal));
        Assert.StartsWith("quick-", Path.GetFileName(Assert.Single(Directory.GetDirectories(_plan.Results))), StringComparison.Ordinal);
        var second = await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("runner", "run-quick", Cancelled);
        Assert.Equal("A session is under way. Stop it first, or wait.", second.Message);
        var stopped = await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("runner", "stop-session", Cancelled);
        Assert.True(stopped.Success, stopped.Message);
        await StateAsync(runner, state => state.Contains("\"exitCode\":130", StringComparison.Ordinal));
        var resumed = await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("runner", "resume-session", Cancelled);
        Assert.True(resumed.Success, resumed.Message);
        await StateAsync(runner, state => state.Contains("\"activity\":\"running\"", StringComparison.Ordinal));
        Assert.Single(Directory.GetDirectories(_plan.Results));
        await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("runner", "stop-session", Cancelled);
        await StateAsync(runner, state => state.Contains("\"activity\":\"idle\"", StringComparison.Ordinal));
        var large = await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync("runner", "run-mac-512gb", Cancelled);
        Assert.True(large.Success, large.Message);
        await StateAsync(runner, state => state.Contains("\"session\":\"mac-512gb-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_and_key_come_from_configuration_and_the_key_is_no_argument()
    {
        const string key = "open-sesame";
        await using var server = await SimulatorHost.StartAsync(new SimulatorOptions { Token = key }, Cancelled);
        await using var app = await StartAsync($"--Parameters:server-address={server.Address}", $"--Parameters:server-key={key}", "--plan", _plan.Path, "--output", _plan.Results);
        var started = await app.ResourceNotifications.WaitForResourceHealthyAsync("runner", Cancelled).WaitAsync(Limit, Cancelled);
        using var runner = app.CreateHttpClient("runner", "http");

        await StateAsync(runner, state => state.Contains("Nothing starts unasked", StringComparison.Ordinal));

        var arguments = Assert.IsAssignableFrom<IEnumerable<string>>(started.Snapshot.Properties.Single(property => property.Name == "executable.args").Value).ToList();
        Assert.Contains($"--server={server.Address}", arguments);
        Assert.Contains("--api-key-env=LLMOBS_SERVER_KEY", arguments);
        Assert.DoesNotContain(key, string.Join(' ', arguments), StringComparison.Ordinal);
        Assert.True(app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "server-key").Secret);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("llm-server", Cancelled).WaitAsync(Limit, Cancelled);
        Assert.DoesNotContain(app.Services.GetRequiredService<DistributedApplicationModel>().Resources, resource => resource.Name == "simulator");
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<DistributedApplication> StartAsync(params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([.. args, $"--Data:Directory={Path.Combine(_plan.Folder, "data")}"], Cancelled);
        var app = await builder.BuildAsync(Cancelled);
        await app.StartAsync(Cancelled).WaitAsync(Limit, Cancelled);
        return app;
    }

    private static async Task StateAsync(HttpClient runner, Func<string, bool> isWanted)
    {
        var state = "";
        for (var look = 0; look < 600; look++)
        {
            state = await runner.GetStringAsync(new Uri("/api/state", UriKind.Relative), Cancelled);
            if (isWanted(state))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancelled);
        }
        Assert.Fail($"The state did not come. It is {state}");
    }
}
