using System.Text.Json;
using LlmObs.Results;
using LlmObs.Runner.Pages;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Telemetry;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmObs.Runner.Tests.Pages;

public sealed class SessionDeskTests : IAsyncLifetime
{
    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-desk-").FullName;
    private SimulatorHost _simulator = null!;
    private readonly SessionTelemetry _telemetry = new(TimeProvider.System, new ServerSight(), capturesContent: false);
    private SessionDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 4 }, TestContext.Current.CancellationToken);
        _desk = Desk(_simulator.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _telemetry.Dispose();
        await _simulator.DisposeAsync();
        Directory.Delete(_results, recursive: true);
    }

    [Fact]
    public async Task The_quick_plan_on_the_Simulator_ends_in_a_session_folder_with_reports()
    {
        Assert.Null(_desk.Start("quick"));
        await _desk.Work.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        var ended = _desk.State.Ended!;
        Assert.True(ended.ExitCode == 0, ended.Text);
        var folder = Path.Combine(_results, ended.Session);
        Assert.Contains("**Simulated.**", await File.ReadAllTextAsync(Path.Combine(folder, "summary.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(folder, "demo-coder*.json").Length);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "requests.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(4 * 2 * (1 + 3), lines.Count(line => Entry(line) == "request"));
        Assert.Equal(4 * 2 * 3, _desk.State.RequestsDone);
    }

    [Fact]
    public async Task A_second_session_is_refused_while_one_is_under_way_and_stop_leaves_it_resumable()
    {
        Assert.Null(_desk.Start("quick"));
        Assert.Contains("under way", _desk.Start("quick"), StringComparison.Ordinal);
        while (_desk.State.RequestsDone < 2)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(_desk.Stop());
        await _desk.Work;
        Assert.Equal(130, _desk.State.Ended!.ExitCode);
        var interrupted = _desk.State.Ended.Session;
        Assert.Null(_desk.Resume(null));
        await _desk.Work.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.True(_desk.State.Ended.ExitCode == 0, _desk.State.Ended.Text);
        Assert.Equal(interrupted, _desk.State.Ended.Session);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_results, interrupted, "requests.jsonl"), TestContext.Current.CancellationToken);
        var measured = lines.Where(line => Entry(line) == "request" && !IsWarmup(line)).Select(Id).ToList();
        Assert.Equal(4 * 2 * 3, measured.Count);
        Assert.Equal(measured.Count, measured.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_session_goes_on_at_its_own_server_when_the_service_was_started_for_none()
    {
        await using var begun = Desk(new Uri(_simulator.HazardAddress, "plain/v1"));
        Assert.Null(begun.Start("quick"));
        await begun.Work.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await using var resumed = Desk(null);

        Assert.Null(resumed.Resume(begun.State.Ended!.Session));
        await resumed.Work.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.True(resumed.State.Ended!.ExitCode == 0, resumed.State.Ended.Text);
        Assert.Equal(new Uri(_simulator.HazardAddress, "plain/"), resumed.State.Server!.Address);
    }

    [Fact]
    public async Task Every_unfinished_session_says_how_far_it_came_and_can_be_gone_on_with()
    {
        var files = new SessionFiles(_results);
        var (first, second) = (await StartAndStopAsync(), await StartAndStopAsync());

        var home = HomePage.Render(_desk.State, files.Sessions(), _results, "quick");
        Assert.All(new[] { first, second }, name => Assert.Contains($"action=\"/resume?session={name}\"", home, StringComparison.Ordinal));
        Assert.Contains($"<td>stopped after {files.Session(first)!.Progress!.Measured} of 24<form ", home, StringComparison.Ordinal);
        Assert.Contains($"action=\"/resume?session={first}\"", SessionPage.Render(files.Session(first)!, "# Summary", [], _desk.State), StringComparison.Ordinal);
        Assert.Null(_desk.Resume(first));
        await _desk.Work.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(new SessionProgress(24, 24, IsOver: true), files.Session(first)!.Progress);
        Assert.DoesNotContain($"action=\"/resume?session={first}\"", HomePage.Render(_desk.State, files.Sessions(), _results, "quick"), StringComparison.Ordinal);
        Assert.Contains("<td>24 of 24</td>", HomePage.Render(_desk.State, files.Sessions(), _results, "quick"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_complete_is_not_resumed_unasked()
    {
        Assert.Null(_desk.Start("quick"));
        await _desk.Work.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal($"There is no unfinished session in {_results}. Start one.", _desk.Resume(null));
    }

    [Fact]
    public void An_unknown_plan_is_refused_with_the_nearest_name() =>
        Assert.Contains("Did you mean \"quick\"?", _desk.Start("quik"), StringComparison.Ordinal);

    private SessionDesk Desk(Uri? server)
    {
        var options = new ServeOptions { Server = server, ResultsFolder = _results, Table = results => $"{results.Count} variants" };
        var choice = new ServerChoice(new ServerConnector(TimeProvider.System) { LocalPorts = [] });
        return new SessionDesk(choice, options, new SessionFiles(_results), _telemetry, TimeProvider.System, NullLogger<SessionDesk>.Instance);
    }

    private async Task<string> StartAndStopAsync()
    {
        Assert.Null(_desk.Start("quick"));
        while (_desk.State.RequestsDone < 2)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        _desk.Stop();
        await _desk.Work;
        Assert.Matches("stopped after [0-9]+ of 24 measured requests", _desk.State.Text);
        return _desk.State.Ended!.Session;
    }

    private static string Entry(string line) => JsonDocument.Parse(line).RootElement.GetProperty("entry").GetString()!;

    private static string Id(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!;

    private static bool IsWarmup(string line) => JsonDocument.Parse(line).RootElement.TryGetProperty("isWarmup", out var warmup) && warmup.GetBoolean();
}
