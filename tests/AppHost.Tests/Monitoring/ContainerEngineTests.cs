using LlmObs.AppHost.Monitoring;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.AppHost.Tests.Monitoring;

public sealed class ContainerEngineTests : IDisposable
{
    private const string Linux = "echo linux";
    private const string Fails = "echo 'Cannot connect to the Docker daemon' >&2; exit 1";
    private readonly StubPrograms _programs = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task An_engine_that_runs_Linux_containers_is_taken()
    {
        _programs.With("docker", """[ "$*" = "version --format {{.Server.Os}}" ] && echo linux""");

        Assert.Equal("docker", await FindAsync());
    }

    [Theory]
    [InlineData(Fails)]
    [InlineData("echo windows")]
    [InlineData("echo linux; exit 1")]
    public async Task An_engine_that_cannot_run_them_is_not(string script)
    {
        _programs.With("docker", script);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Nothing_on_the_PATH_is_no_engine() => Assert.Null(await FindAsync());

    [Fact]
    public async Task A_file_that_is_no_program_is_no_engine()
    {
        await File.WriteAllBytesAsync(Path.Combine(_programs.With("docker", "").Folder, "docker"), [0x7f, 0x45], TestContext.Current.CancellationToken);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Podman_is_taken_where_Docker_fails_and_Docker_where_both_work()
    {
        _programs.With("docker", Fails).With("podman", """[ "$1" = info ] && echo linux""");
        Assert.Equal("podman", await FindAsync());

        _programs.With("docker", Linux);
        Assert.Equal("docker", await FindAsync());
    }

    [Theory]
    [InlineData("podman", "podman")]
    [InlineData("docker", null)]
    public async Task Only_the_engine_Aspire_is_told_to_take_is_asked(string wanted, string? expected)
    {
        _programs.With("docker", Fails).With("podman", Linux);

        Assert.Equal(expected, await FindAsync(wanted));
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_within_five_seconds_is_given_up_and_ended()
    {
        var begun = Path.Combine(_programs.Folder, "begun");
        _programs.With("docker", $"echo $$ > {begun}.new; mv {begun}.new {begun}; exec sleep 600");
        var finding = FindAsync();
        while (!File.Exists(begun))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(finding.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Null(await finding.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken));
        var process = (await File.ReadAllTextAsync(begun, TestContext.Current.CancellationToken)).Trim();
        // a signal is taken when the system comes to it: with the machine busy that is later than the answer
        for (var patience = 0; File.Exists($"/proc/{process}/exe") && patience < 1000; patience++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(File.Exists($"/proc/{process}/exe"), "It still runs.");
    }

    [Theory]
    [InlineData("echo 4f0e", true)]
    [InlineData("true", false)]
    [InlineData("exit 1", false)]
    public async Task A_volume_is_held_by_a_container_that_runs(string script, bool expected)
    {
        _programs.With("docker", $"""[ "$*" = "ps --quiet --filter volume=figures" ] || exit 0; {script}""");

        Assert.Equal(expected, await Engine().HoldsAsync("docker", "figures", TestContext.Current.CancellationToken));
    }

    private Task<string?> FindAsync(string? wanted = null) => Engine().FindAsync(wanted, TestContext.Current.CancellationToken);

    private ContainerEngine Engine() => new(new OnPath(_programs.Folder), new ProgramCall(_clock));
}
