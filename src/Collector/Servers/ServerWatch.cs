using LlmObs.Collector.Sensors;
using LlmObs.Hardware;

namespace LlmObs.Collector.Servers;

/// <summary>The servers someone asked for, by their ports: what each takes of memory comes with every sample.</summary>
internal sealed class ServerWatch(IProcessTable table, TimeProvider clock, TaskScheduler threads) : ISensor
{
    public const int MostServers = 8;
    public static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>A server that is gone is sought seldom: whoever restarts it waits longer than that for its models.</summary>
    public static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(5);

    /// <summary>One that is not found is sought ever more seldom: to look through what every process has open is not cheap.</summary>
    public static readonly TimeSpan LongestBetweenSearches = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<WatchedServer> _servers = [];

    /// <summary>The one that goes on beside the samples: to look for a listener takes longer than a sample may.</summary>
    private (WatchedServer Server, long Begun, Task<ListenerSearch> Result)? _search;

    public ServerWatch(IProcessTable table, TimeProvider clock)
        : this(table, clock, TaskScheduler.Default)
    {
    }

    public string Name => "servers";

    public string Source => table.Source;

    /// <summary>From now on its memory is in the samples, also when it starts later. Its processes as they are now.</summary>
    public ServerProcesses Watch(int port)
    {
        var search = table.ListenerOf(port);
        var all = table.ListAnew();
        IReadOnlyList<ProcessId> processes;
        lock (_lock)
        {
            var server = Asked(port);
            Take(server, search);
            server.Patience = BetweenSearches;
            processes = server.Grow(all);
        }
        // outside the lock: a close look at much memory takes time, and samples go on
        var seen = processes.Select(table.Look).OfType<ServerProcess>().ToList();
        return new ServerProcesses { At = clock.GetUtcNow(), Port = port, Processes = seen, Reason = ReasonFor(seen, search, port) };
    }

    public HostSample Read(HostSample sample)
    {
        lock (_lock)
        {
            _servers.RemoveAll(server => clock.GetElapsedTime(server.AskedAt) > Forgotten);
            Seek();
            TakeWhatWasFound();
            var running = _servers.Where(server => server.HasListener).ToList();
            return running.Count == 0 ? sample : Read(sample, running, table.List());
        }
    }

    /// <summary>One at a time: the one that is due and was not sought longest.</summary>
    private void Seek()
    {
        var gone = _servers.Where(server => !server.HasListener && clock.GetElapsedTime(server.SoughtAt) >= server.Patience).MinBy(server => server.SoughtAt);
        if (_search is not null || gone is null)
            return;
        gone.SoughtAt = clock.GetTimestamp();
        _search = (gone, gone.SoughtAt, Task.Factory.StartNew(() => table.ListenerOf(gone.Port), CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads));
    }

    /// <summary>Unless someone has asked for it meanwhile: that answer is newer. A search that failed is this sensor's trouble.</summary>
    private void TakeWhatWasFound()
    {
        if (_search is not { Result.IsCompleted: true } search)
            return;
        _search = null;
        var found = search.Result.GetAwaiter().GetResult();
        if (!search.Server.HasListener && search.Server.SoughtAt == search.Begun)
            Take(search.Server, found);
    }

    private HostSample Read(HostSample sample, IReadOnlyList<WatchedServer> running, IReadOnlyList<ProcessEntry> all)
    {
        foreach (var server in running)
            sample = server.Memory(all, table) is { } memory ? sample.WithServer(server.Port, memory) : sample;
        return sample;
    }

    /// <summary>The server of that port; the one that nobody asked for longest makes room.</summary>
    private WatchedServer Asked(int port)
    {
        var now = clock.GetTimestamp();
        var server = _servers.Find(server => server.Port == port) ?? new WatchedServer(port) { AskedAt = now, SoughtAt = now };
        server.AskedAt = now;
        _servers.Remove(server);
        _servers.Add(server);
        if (_servers.Count > MostServers)
            _servers.RemoveAt(0);
        return server;
    }

    private void Take(WatchedServer server, ListenerSearch search)
    {
        server.SoughtAt = clock.GetTimestamp();
        server.Patience = search is ListenerSearch.Found ? BetweenSearches : Shorter(server.Patience * 2, LongestBetweenSearches);
        if (search is ListenerSearch.Found found)
            server.Found(found.Process);
        else
            server.Lost();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string? ReasonFor(IReadOnlyCollection<ServerProcess> seen, ListenerSearch search, int port) => seen.Count > 0
        ? null
        : search is ListenerSearch.Absent absent ? absent.Reason : $"The server on port {port} ended while it was looked at. Start it and ask again.";
}
