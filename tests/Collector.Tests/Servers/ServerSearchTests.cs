using LlmObs.Collector.Servers;
using LlmObs.Collector.Tests.Sensors;
using LlmObs.Hardware;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Servers;

/// <summary>A search that takes its time.</summary>
public sealed class ServerSearchTests : IDisposable
{
    private static readonly ProcessId Server = new(500, 7);

    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);
    private readonly SlowTable _table = new();
    private readonly ServerWatch _watch;

    public ServerSearchTests()
    {
        _watch = new ServerWatch(_table, _clock);
        _watch.Watch(8080);
        _table.IsSlow = true;
        _clock.Advance(ServerWatch.BetweenSearches);
    }

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task Samples_and_requests_do_not_wait_for_it_and_a_later_sample_has_what_it_found()
    {
        Assert.Empty(Sample().Servers);
        _clock.Advance(ServerWatch.LongestBetweenSearches);
        Assert.Empty(Sample().Servers);

        _table.Answer(new ListenerSearch.Found(Server));
        await Waiting.UntilAsync(() => Sample().Servers.ContainsKey(8080), "the server in a sample");

        Assert.Equal(1, _table.SlowSearches);
    }

    [Fact]
    public async Task One_that_fails_is_told_once()
    {
        Sample();

        _table.Fail();
        await Waiting.UntilAsync(() => Record.Exception(Sample) is IOException, "the failure of the search");

        Assert.Empty(Sample().Servers);
    }

    private HostSample Sample() => _watch.Read(MachineFiles.Nothing with { At = _clock.GetUtcNow() });

    private sealed class SlowTable : IProcessTable, IDisposable
    {
        private readonly TaskCompletionSource<ListenerSearch> _answer = new();
        private int _slowSearches;

        public bool IsSlow { get; set; }

        public int SlowSearches => Volatile.Read(ref _slowSearches);

        public string Source => "a test";

        public void Answer(ListenerSearch search) => _answer.SetResult(search);

        public void Fail() => _answer.SetException(new IOException("no"));

        public ListenerSearch ListenerOf(int port)
        {
            if (!IsSlow)
                return new ListenerSearch.Absent("nobody");
            Interlocked.Increment(ref _slowSearches);
            return _answer.Task.WaitAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        }

        public IReadOnlyList<ProcessEntry> List() => [new(Server, 1)];

        public ServerMemory? MemoryOf(ProcessId process) => new() { Pids = [process.Pid] };

        public ServerProcess? Look(ProcessId process) => null;

        public void Dispose() => _answer.TrySetCanceled();
    }
}
