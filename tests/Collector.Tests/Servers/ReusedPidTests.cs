using LlmObs.Collector.Servers;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Servers;

/// <summary>A pid comes again for another process.</summary>
public sealed class ReusedPidTests : IDisposable
{
    private const int Port = 1234;
    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);
    private readonly ProcTree _proc;
    private readonly ServerWatch _watch;

    public ReusedPidTests()
    {
        _proc = new ProcTree(_clock).Start(1, 0, "init").Listen(Port, 77).Start(100, 1, sockets: 77);
        _watch = new ServerWatch(_proc.Table, _clock);
    }

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Another_process_under_a_pid_that_came_again_is_not_the_servers()
    {
        _proc.Start(101, 100);
        _watch.Watch(Port);
        Sample();

        _proc.End(101).Start(101, 1, "stranger", started: 5000);

        Assert.Equal([100], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void A_child_that_comes_under_a_pid_seen_before_is_found_when_all_are_read_anew()
    {
        _proc.Start(101, 1, "stranger");
        _watch.Watch(Port);
        Sample();

        _proc.End(101).Start(101, 100, started: 5000);
        Assert.Equal([100], Sample().Servers[Port].Pids);
        _clock.Advance(LinuxProcessTable.BetweenReadingAll);

        Assert.Equal([100, 101], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void Who_asks_for_a_server_has_all_read_anew()
    {
        _proc.Start(101, 1, "stranger");
        _watch.Watch(Port);

        _proc.End(101).Start(101, 100, started: 5000);

        Assert.Equal([100, 101], _watch.Watch(Port).Processes.Select(process => process.Pid));
    }

    [Fact]
    public void Two_children_under_one_pid_between_two_samples_are_told_apart()
    {
        _proc.Start(101, 100);
        _watch.Watch(Port);
        Sample();
        _clock.Advance(LinuxProcessTable.BetweenReadingAll);

        _proc.End(101).Start(101, 100, started: 5000).Start(102, 101, started: 6000);

        Assert.Equal([100, 101, 102], Sample().Servers[Port].Pids);
    }

    [Fact]
    public void A_listener_that_ended_and_came_under_the_same_pid_is_another_one()
    {
        _proc.Start(101, 100);
        _watch.Watch(Port);
        Sample();

        _proc.End(100).Start(100, 1, "stranger", started: 9000);

        Assert.Empty(Sample().Servers);
    }

    private HostSample Sample() => _watch.Read(MachineFiles.Nothing with { At = _clock.GetUtcNow() });
}
