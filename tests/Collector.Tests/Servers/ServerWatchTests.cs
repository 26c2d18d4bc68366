using LlmObs.Collector.Servers;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Servers;

public sealed class ServerWatchTests : IDisposable
{
    private const int Port = 1234;
    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);
    private readonly ProcTree _proc;
    private readonly ServerWatch _watch;

    public ServerWatchTests()
    {
        _proc = new ProcTree(_clock).Start(1, 0, "init").Listen(Port, 77).Start(100, 1, sockets: 77);
        _watch = new ServerWatch(_proc.Table, _clock, new AtOnce());
    }

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Nothing_is_watched_unasked() => Assert.Empty(Sample().Servers);

    [Fact]
    public void The_listener_and_all_it_started_are_told_with_names_shares_and_peaks()
    {
        _proc.Start(101, 100, "worker (1) of 2").Start(102, 101, "helper").Start(200, 1, "stranger");

        var server = _watch.Watch(Port);

        Assert.Null(server.Reason);
        Assert.Equal(["100 llama-server", "101 worker (1) of 2", "102 helper"], server.Processes.Select(process => $"{process.Pid} {process.Name}"));
        Assert.All(server.Processes, process => Assert.Equal((700 * 1024, 5000 * 1024), (process.ProportionalBytes, process.PeakBytes)));
        Assert.Equal((Port, RunningCollector.Start), (server.Port, server.At));
    }

    [Fact]
    public void From_then_on_every_sample_has_the_sum_of_their_memory()
    {
        _proc.Start(101, 100, anonymousKilobytes: 50, fileKilobytes: 500).Start(200, 1, anonymousKilobytes: 9999);
        _watch.Watch(Port);

        var memory = Sample().Servers[Port];

        Assert.Equal([100, 101], memory.Pids);
        Assert.Equal((150 * 1024, 1500 * 1024), (memory.AnonymousBytes, memory.FileBytes));
        Assert.Null(memory.FootprintBytes);
    }

    [Fact]
    public void A_process_started_later_is_in_the_very_next_sample_at_any_depth()
    {
        _watch.Watch(Port);
        Sample();

        _proc.Start(301, 300, "grandchild").Start(300, 100, "child");

        Assert.Equal([100, 300, 301], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void A_process_that_lost_its_parent_still_belongs_to_its_server()
    {
        _proc.Start(101, 100).Start(102, 101);
        _watch.Watch(Port);
        Sample();

        _proc.End(101).End(102).Start(102, parent: 1);

        Assert.Equal([100, 102], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void One_that_ends_is_left_out()
    {
        _proc.Start(101, 100);
        _watch.Watch(Port);

        _proc.End(101);

        Assert.Equal([100], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void When_the_listener_ends_there_is_no_entry_until_one_listens_again_and_it_is_sought_seldom()
    {
        _watch.Watch(Port);
        Sample();
        _proc.End(100);
        Assert.Empty(Sample().Servers);

        _proc.Start(400, 1, sockets: 77);
        _clock.Advance(ServerWatch.BetweenSearches - TimeSpan.FromSeconds(1));
        Assert.Empty(Sample().Servers);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([400], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void A_server_asked_for_before_it_runs_is_watched_when_it_does()
    {
        var reason = _watch.Watch(8080).Reason;
        Assert.StartsWith("Nobody listens on port 8080 of this machine.", reason, StringComparison.Ordinal);

        _proc.Listen(8080, 88).Start(500, 1, sockets: 88);
        _clock.Advance(ServerWatch.BetweenSearches);

        Assert.Equal([500], Sample().Servers[8080].Pids);
    }

    [Fact]
    public void A_server_that_stays_away_is_sought_ever_more_seldom_until_someone_asks()
    {
        _watch.Watch(8080);
        foreach (var seconds in new[] { 5, 10, 20, 40, 60 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Sample();
        }
        _proc.Listen(8080, 88).Start(500, 1, sockets: 88);
        _clock.Advance(ServerWatch.LongestBetweenSearches - TimeSpan.FromSeconds(1));
        Assert.Empty(Sample().Servers);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(Sample().Servers);
        _proc.End(500);
        Sample();

        _proc.Start(501, 1, sockets: 88);
        _watch.Watch(8080);

        Assert.Equal([501], Sample().Servers[8080].Pids);
    }

    [Fact]
    public void Shares_are_never_read_while_sampling()
    {
        _watch.Watch(Port);
        _proc.Write(100, "smaps_rollup", "Pss:  much kB\n");

        Assert.NotEmpty(Sample().Servers);
        Assert.Throws<InvalidDataException>(() => _watch.Watch(Port));
    }

    [Fact]
    public void One_that_has_ended_and_waits_for_its_parent_is_ended()
    {
        _proc.Start(101, 100);
        _watch.Watch(Port);

        _proc.End(101).Start(101, 100, state: "Z");

        Assert.Equal([100], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void A_server_nobody_asked_for_in_an_hour_is_forgotten()
    {
        _watch.Watch(Port);
        _clock.Advance(ServerWatch.Forgotten);
        Assert.NotEmpty(Sample().Servers);

        _watch.Watch(Port);
        _clock.Advance(ServerWatch.Forgotten + TimeSpan.FromSeconds(1));

        Assert.Empty(Sample().Servers);
    }

    [Fact]
    public void Of_too_many_the_one_that_nobody_asked_for_longest_is_forgotten()
    {
        foreach (var port in Enumerable.Range(5000, ServerWatch.MostServers))
            _proc.Listen(port, port).Start(port, 1, sockets: port);
        foreach (var port in Enumerable.Range(5000, ServerWatch.MostServers))
            _watch.Watch(port);

        _watch.Watch(5000);
        _watch.Watch(Port);

        Assert.Equal([Port, .. Enumerable.Range(5000, ServerWatch.MostServers).Where(port => port != 5001)], Sample().Servers.Keys.Order());
    }

    [Fact]
    public void Garbage_in_a_status_breaks_the_sensor_and_is_not_taken_for_a_number()
    {
        _watch.Watch(Port);
        _proc.Write(100, "status", "RssAnon:\tmuch kB\nRssFile:\t10 kB\n");

        Assert.Throws<InvalidDataException>(Sample);
    }

    [Fact]
    public void A_process_about_to_end_has_no_memory_and_the_sum_goes_on_without_it()
    {
        _proc.Start(101, 100).Write(101, "status", "Name:\tllama-server\nState:\tS\n");
        _watch.Watch(Port);

        Assert.Equal(100 * 1024, Sample().Servers[Port].AnonymousBytes);
    }

    private HostSample Sample() => _watch.Read(MachineFiles.Nothing with { At = _clock.GetUtcNow() });
}
