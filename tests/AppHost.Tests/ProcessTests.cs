using System.Text.RegularExpressions;

namespace LlmObs.AppHost.Tests;

[Collection(StartedAppHost.OneAtATime)]
public sealed partial class ProcessTests : IDisposable
{
    /// <summary>Aspire's exporters would hold a process for ten seconds and more, were they not told otherwise; idle it takes two.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(9);

    private readonly TinyPlan _plan = new();

    public ProcessTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads /proc to know that no process is left.");

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Once_prints_the_addresses_and_the_result_and_ends_with_0_and_leaves_nothing_running()
    {
        await using var host = new StartedAppHost(_plan.Folder, "--once", "--server", "simulator", "--output", "results");

        var exitCode = await host.EndAsync(Cancelled);
        await host.GoneAsync(StopLimit, Cancelled);

        Assert.True(exitCode == 0, host.Said);
        Assert.Matches(@"Results page +http://localhost:\d+/", host.Said);
        Assert.Matches(@"Aspire dashboard +http://localhost:\d+/login\?t=\w+", host.Said);
        Assert.Matches(@"Simulator +http://localhost:\d+/", host.Said);
        Assert.Contains($"Session folders    {_plan.Results}", host.Said, StringComparison.Ordinal);
        Assert.Contains("demo-coder (simulated)", host.Said, StringComparison.Ordinal);
        Assert.Contains("Q4_K_M", host.Said, StringComparison.Ordinal);
        var session = Assert.Single(Directory.GetDirectories(_plan.Results));
        Assert.Contains($"Report: {Path.Combine(session, "summary.md")}", host.Said, StringComparison.Ordinal);
        Assert.DoesNotMatch(LogLine(), host.Said);
    }

    [Fact]
    public async Task An_interrupted_app_host_stops_everything_soon()
    {
        await using var host = new StartedAppHost(_plan.Folder, "--server", "simulator", "--output", "results");
        await host.SaysAsync("requests. Watch it at", Cancelled);

        await host.InterruptAsync(Cancelled);
        await host.GoneAsync(StopLimit, Cancelled);

        Assert.DoesNotMatch(LogLine(), host.Said);
        Assert.DoesNotContain("has ended", host.Said, StringComparison.Ordinal);
        Assert.Contains("Go on with: dotnet run --project src/Runner -- run --resume", host.Said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Assert.Single(Directory.GetDirectories(_plan.Results)), "session.json")));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [GeneratedRegex("^(info|warn|fail|crit|dbug): ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLine();
}
