using LlmObs.AppHost.Monitoring;

namespace LlmObs.AppHost.Tests.Monitoring;

/// <summary>The README's command, with and without what it would like to have.</summary>
[Collection(StartedAppHost.OneAtATime)]
public sealed class MonitoringProcessTests : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(9);

    /// <summary>What Aspire takes to notice that its app host was killed, and more.</summary>
    private static readonly TimeSpan ClearingLimit = TimeSpan.FromSeconds(40);

    private readonly TinyPlan _plan = new();
    private readonly StubPrograms _programs;

    public MonitoringProcessTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads /proc to know that no process is left.");
        _programs = new StubPrograms().Linked(new OnPath(Environment.GetEnvironmentVariable("PATH")).Find("dotnet")!);
    }

    public void Dispose()
    {
        _plan.Dispose();
        _programs?.Dispose();
    }

    [Fact]
    public async Task Without_Prometheus_on_the_PATH_one_line_says_what_is_missing_and_the_rest_works()
    {
        await using var host = new StartedAppHost(_programs.Folder, _plan.Folder, ["--once", "--server", "simulator", "--plan", "tiny.json", "--output", "results"]);

        Assert.True(await host.EndAsync(Cancelled) == 0, host.Said);

        Assert.Single(host.Said.Split('\n'), line => line.Contains("Prometheus", StringComparison.Ordinal));
        Assert.Contains("  Prometheus and Grafana are left out.", host.Said, StringComparison.Ordinal);
        Assert.Contains("apt install prometheus", host.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_plan.Folder, "data")));
    }

    [Fact]
    public async Task Two_app_hosts_at_once_both_measure_and_the_second_says_that_its_figures_do_not_last()
    {
        InstalledPrometheus.Demand();
        await using var first = new StartedAppHost(_plan.Folder, "--server", "simulator", "--plan", "tiny.json", "--output", "results");
        await first.SaysAsync("requests. Watch it at", Cancelled);
        await using var second = new StartedAppHost(_plan.Folder, "--once", "--server", "simulator", "--plan", "tiny.json", "--output", "others");

        Assert.True(await second.EndAsync(Cancelled) == 0, second.Said);
        await second.GoneAsync(StopLimit, Cancelled);

        Assert.Contains("has the store of figures. This one keeps its own until it ends.", second.Said, StringComparison.Ordinal);
        Assert.Matches(@"Prometheus +http://localhost:\d+/", second.Said);
        Assert.DoesNotContain("has the store", first.Said, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(_plan.Folder, "data"), "run-*"));
        await first.SaysAsync("Page:", Cancelled);
        await first.InterruptAsync(Cancelled);
        await first.GoneAsync(StopLimit, Cancelled);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_plan.Folder, "data"), "run-*"));
    }

    [Fact]
    public async Task Prometheus_is_killed_and_the_measurement_goes_on()
    {
        InstalledPrometheus.Demand();
        using var longer = new TinyPlan(iterations: 15);
        await using var host = new StartedAppHost(longer.Folder, "--once", "--server", "simulator", "--plan", "tiny.json", "--output", "results");
        await host.SaysAsync("requests. Watch it at", Cancelled);

        await host.KillAsync("prometheus", Cancelled);
        await host.SaysAsync("llmobs: prometheus has ended", Cancelled);
        Assert.DoesNotContain("Report:", host.Said, StringComparison.Ordinal);

        Assert.True(await host.EndAsync(Cancelled) == 0, host.Said);
        Assert.Single(host.Said.Split('\n'), line => line.Contains("has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Runner_that_dies_is_told_of_and_what_it_measured_is_kept()
    {
        using var longer = new TinyPlan(iterations: 15);
        await using var host = new StartedAppHost(longer.Folder, "--once", "--server", "simulator", "--plan", "tiny.json", "--output", "results");
        await host.SaysAsync("requests. Watch it at", Cancelled);
        await host.UntilAsync(() => Directory.GetFiles(longer.Results, "requests.jsonl", SearchOption.AllDirectories).Any(journal => new FileInfo(journal).Length > 0), StopLimit, Cancelled);

        await host.KillAsync("llmobs", Cancelled);

        Assert.True(await host.EndAsync(Cancelled) != 0, host.Said);
        Assert.Contains("The Runner is not there", host.Said, StringComparison.Ordinal);
        var journal = await File.ReadAllTextAsync(Directory.GetFiles(longer.Results, "requests.jsonl", SearchOption.AllDirectories).Single(), Cancelled);
        Assert.StartsWith("{\"entry\":\"loadBegun\"", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_app_host_leaves_nothing_running_and_its_figures_to_the_next()
    {
        InstalledPrometheus.Demand();
        await using var killed = new StartedAppHost(_plan.Folder, "--server", "simulator", "--plan", "tiny.json", "--output", "results");
        await killed.SaysAsync("requests. Watch it at", Cancelled);

        await killed.KillAsync("LlmObs.AppHost", Cancelled);
        await killed.GoneAsync(ClearingLimit, Cancelled);
        await using var next = new StartedAppHost(_plan.Folder, "--once", "--server", "simulator", "--plan", "tiny.json", "--output", "results");

        Assert.True(await next.EndAsync(Cancelled) == 0, next.Said);
        Assert.DoesNotContain("has the store", next.Said, StringComparison.Ordinal);
        await next.GoneAsync(StopLimit, Cancelled);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_plan.Folder, "data"), "run-*"));
    }

    [Fact]
    public async Task Grafana_on_the_PATH_serves_the_same_files_on_loopback_and_knows_Prometheus_and_the_dashboard()
    {
        var told = Path.Combine(_plan.Folder, "told");
        _programs.Linked(InstalledPrometheus.Demand()).With("grafana", $"""(echo "ARGS=$*"; /usr/bin/env) > {told}.new; /bin/mv {told}.new {told}; exec /bin/sleep 600""");
        await using var host = new StartedAppHost(_programs.Folder, _plan.Folder, ["--server", "simulator", "--plan", "tiny.json", "--output", "results"]);
        await host.SaysAsync("requests. Watch it at", Cancelled);
        await host.UntilAsync(() => File.Exists(told), StopLimit, Cancelled);

        var said = await File.ReadAllLinesAsync(told, Cancelled);
        await host.InterruptAsync(Cancelled);
        await host.GoneAsync(StopLimit, Cancelled);

        var files = Path.Combine(Repository.Folder, "dashboards", "grafana");
        Assert.StartsWith("ARGS=server", said[0], StringComparison.Ordinal);
        Assert.Contains($"GF_PATHS_PROVISIONING={Path.Combine(files, "provisioning")}", said);
        Assert.Contains($"LLMOBS_DASHBOARDS={Path.Combine(files, "dashboards")}", said);
        Assert.Contains($"GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH={Path.Combine(files, "dashboards", "compare.json")}", said);
        Assert.Contains($"GF_PATHS_DATA={Path.Combine(_plan.Folder, "data", "grafana")}", said);
        Assert.Contains("GF_SERVER_HTTP_ADDR=127.0.0.1", said);
        Assert.Contains("GF_AUTH_ANONYMOUS_ORG_ROLE=Viewer", said);
        var all = string.Join('\n', said) + '\n';
        Assert.Matches(@"\nGF_SERVER_HTTP_PORT=\d+\n", all);
        Assert.Matches(@"\nLLMOBS_PROMETHEUS_URL=http://localhost:\d+\n", all);
        Assert.Matches(@"\nLLMOBS_ASPIRE_DASHBOARD_URL=http://localhost:\d+\n", all);
        Assert.Matches(@"Grafana +http://localhost:\d+/d/", host.Said);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
