using LlmObs.Collector.Sensors;
using LlmObs.Collector.Servers;
using LlmObs.Collector.Tests.Native;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Servers;

public sealed class MacProcessTableTests
{
    private const long Gibi = 1024 * 1024 * 1024;

    private static readonly ProcessId Listener = new(700, 1_789_000_000_250_000);

    private readonly ReplayedMac _mac = new ReplayedMac()
        .Process(1, 0, "launchd", null)
        .Process(700, 1, "LM Studio", 2 * Gibi, 3 * Gibi)
        .Process(710, 700, "node", 40 * Gibi, 41 * Gibi, secondsLater: 60);

    [Fact]
    public void The_listener_is_whom_lsof_names()
    {
        Assert.Equal(new ListenerSearch.Found(Listener), Table("700\n").ListenerOf(1234));
    }

    [Fact]
    public void Of_several_the_oldest_is_the_listener() => Assert.Equal(new ListenerSearch.Found(Listener), Table("710\n700\n").ListenerOf(1234));

    [Fact]
    public void Lsof_is_asked_for_who_listens_and_for_numbers_only()
    {
        IReadOnlyList<string> asked = [];
        var table = new MacProcessTable(_mac, _ => true, arguments =>
        {
            asked = arguments;
            return new ProgramAnswer(0, "700\n");
        });

        table.ListenerOf(1234);

        Assert.Equal(["-nP", "-iTCP:1234", "-sTCP:LISTEN", "-t"], asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("999\n")]
    [InlineData("lsof: WARNING: can't stat()\n")]
    public void One_that_cannot_be_seen_is_another_users(string said) =>
        Assert.Equal("A server listens on port 1234, but as another user, whose processes cannot be looked into. Run the Collector as that user or as root.", Reason(Table(said).ListenerOf(1234)));

    [Fact]
    public void Where_nobody_listens_lsof_is_not_even_asked()
    {
        var table = new MacProcessTable(_mac, port => port != 1234, _ => throw new InvalidOperationException("It was asked."));

        Assert.StartsWith("Nobody listens on port 1234 of this machine. Start the server first", Reason(table.ListenerOf(1234)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_only_passes_connections_on_is_not_taken_for_the_server()
    {
        _mac.Process(800, 1, "com.docker.backend", Gibi);

        Assert.StartsWith("On port 11434 listens com.docker.backend, which only passes connections on", Reason(Table("800\n").ListenerOf(11434)), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_lsof_does_not_answer_that_is_the_reason()
    {
        var table = new MacProcessTable(_mac, _ => true, _ => throw new InvalidDataException("/usr/sbin/lsof gave no answer in 4 s."));

        Assert.Equal("Who listens on port 1234 is not known: /usr/sbin/lsof gave no answer in 4 s.", Reason(table.ListenerOf(1234)));
    }

    [Fact]
    public void Every_process_of_this_user_has_its_parent()
    {
        var list = Table("").List();

        Assert.Equal([new ProcessEntry(Listener, 1), new ProcessEntry(new ProcessId(710, 1_789_000_060_250_000), 700)], list);
    }

    [Fact]
    public void Memory_is_the_footprint_and_nothing_is_said_of_files()
    {
        var memory = Table("").MemoryOf(Listener)!;

        Assert.Equal([700], memory.Pids);
        Assert.Equal(2 * Gibi, memory.FootprintBytes);
        Assert.Null(memory.AnonymousBytes);
        Assert.Null(memory.FileBytes);
    }

    [Fact]
    public void A_watched_server_is_its_listener_and_what_that_started()
    {
        var watch = new ServerWatch(Table("700\n"), new FakeTimeProvider(RunningCollector.Start));

        var processes = watch.Watch(1234);
        var memory = watch.Read(MachineFiles.Nothing).Servers[1234];

        Assert.Equal([("LM Studio", 3 * Gibi), ("node", 41 * Gibi)], processes.Processes.Select(process => (process.Name, process.PeakBytes!.Value)));
        Assert.Equal([700, 710], memory.Pids);
        Assert.Equal(42 * Gibi, memory.FootprintBytes);
        Assert.Null(memory.FileBytes);
    }

    [Fact]
    public void A_close_look_tells_its_name_and_its_peak() =>
        Assert.Equal(new ServerProcess { Pid = 700, Name = "LM Studio", PeakBytes = 3 * Gibi }, Table("").Look(Listener));

    [Fact]
    public void One_that_has_ended_or_whose_number_another_has_is_null()
    {
        var earlier = Listener with { Started = Listener.Started - 1 };

        Assert.Null(Table("").MemoryOf(earlier));
        Assert.Null(Table("").Look(earlier));
        Assert.Null(Table("").MemoryOf(new ProcessId(999, 1)));
    }

    private MacProcessTable Table(string lsofSays) => new(_mac, _ => true, _ => new ProgramAnswer(lsofSays.Length > 0 ? 0 : 1, lsofSays));

    private static string Reason(ListenerSearch search) => Assert.IsType<ListenerSearch.Absent>(search).Reason;
}
