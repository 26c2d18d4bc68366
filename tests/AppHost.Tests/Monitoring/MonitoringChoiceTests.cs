using LlmObs.AppHost.Monitoring;

namespace LlmObs.AppHost.Tests.Monitoring;

public sealed class MonitoringChoiceTests : IDisposable
{
    private readonly StubPrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task Containers_go_first()
    {
        _programs.With("docker", "echo linux").With("prometheus", "");

        var choice = await ChooseAsync();

        Assert.Equal(new MonitoringChoice.Containers("docker"), choice);
        Assert.Null(choice.Missing());
    }

    [Fact]
    public async Task Without_an_engine_the_programs_are_taken()
    {
        _programs.With("docker", "exit 1").With("prometheus", "").With("grafana", "");

        var choice = Assert.IsType<MonitoringChoice.Programs>(await ChooseAsync());

        Assert.Equal(Path.Combine(_programs.Folder, "prometheus"), choice.Prometheus.Path);
        Assert.Equal("server", choice.Grafana!.Arguments[0]);
        Assert.Null(choice.Missing());
    }

    [Fact]
    public async Task What_is_left_out_is_told_in_one_line_with_what_it_gives_and_how_to_get_it()
    {
        _programs.With("prometheus", "");
        var withoutGrafana = (await ChooseAsync()).Missing();
        File.Delete(Path.Combine(_programs.With("grafana", "").Folder, "prometheus"));
        var withoutBoth = (await ChooseAsync()).Missing();

        Assert.Contains("brew install grafana", withoutGrafana, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', withoutGrafana!);
        Assert.Contains("draw comparisons", withoutBoth, StringComparison.Ordinal);
        Assert.Contains("brew install prometheus grafana, or apt install prometheus", withoutBoth, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', withoutBoth!);
    }

    [Theory]
    [InlineData("echo '--storage.tsdb.use-lockfile'", "--storage.tsdb.use-lockfile")]
    [InlineData("echo '--storage.tsdb.no-lockfile'", null)]
    [InlineData("exit 1", null)]
    public async Task Debians_Prometheus_is_told_to_hold_its_store(string help, string? expected)
    {
        _programs.With("prometheus", help);

        var choice = Assert.IsType<MonitoringChoice.Programs>(await ChooseAsync());

        Assert.Equal(expected, choice.Prometheus.Arguments.SingleOrDefault());
    }

    [Theory]
    [InlineData("cellar/bin/grafana", "cellar/share/grafana", "server")]
    [InlineData("archive/bin/grafana", "archive", "server")]
    [InlineData("old/bin/grafana-server", "old/share/grafana", null)]
    public void Grafana_gets_the_files_that_lie_beside_it(string program, string home, string? verb)
    {
        var (file, conf) = (Path.Combine(_programs.Folder, program), Path.Combine(_programs.Folder, home, "conf"));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Directory.CreateDirectory(conf);
        File.WriteAllText(Path.Combine(conf, "defaults.ini"), "");
        _programs.With(program, "");
        var link = Path.Combine(Directory.CreateDirectory(Path.Combine(_programs.Folder, "linked")).FullName, Path.GetFileName(file));
        File.CreateSymbolicLink(link, file);

        var grafana = GrafanaProgram.Find(new OnPath(Path.GetDirectoryName(link)))!;

        Assert.Equal(link, grafana.Path);
        string[] expected = [.. new[] { verb, $"--homepath={Path.Combine(_programs.Folder, home)}" }.OfType<string>()];
        Assert.Equal(expected, grafana.Arguments);
    }

    private Task<MonitoringChoice> ChooseAsync() =>
        MonitoringChoice.MakeAsync(new OnPath(_programs.Folder), new ProgramCall(TimeProvider.System), wantedEngine: null, TestContext.Current.CancellationToken);
}
