using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>Sessions in this process on a Simulator of their own, into a results folder of their own.</summary>
internal sealed class SessionBench : IAsyncDisposable
{
    private readonly SimulatorHost _simulator;

    private SessionBench(SimulatorHost simulator, ILlmServer server) => (_simulator, Server) = (simulator, server);

    public ILlmServer Server { get; }

    public Uri Address => _simulator.Address;

    public string Results { get; } = Directory.CreateTempSubdirectory("llmobs-session-").FullName;

    /// <summary>The folder of the one session.</summary>
    public string Session => Assert.Single(Directory.GetDirectories(Results));

    /// <summary>All that the sessions told.</summary>
    public EventLog Seen { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<SessionBench> StartAsync(SimulatorOptions? options = null)
    {
        var simulator = await SimulatorHost.StartAsync(options ?? new SimulatorOptions { TimeScale = 50 }, Cancel);
        return new SessionBench(simulator, await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, Cancel));
    }

    public Task<SessionOutcome> RunAsync(Plan plan, params ISessionWatcher[] watchers) => RunAsync(Server, Request(plan), Cancel, watchers);

    public Task<SessionOutcome> ResumeAsync(params ISessionWatcher[] watchers) => RunAsync(Server, Request(SessionPlans.Of()) with { Resume = Session }, Cancel, watchers);

    public Task<SessionOutcome> RunAsync(ILlmServer server, SessionRequest request, CancellationToken cancellationToken, params ISessionWatcher[] watchers) =>
        new BenchmarkSession(server, TimeProvider.System, [Seen, .. watchers]).RunAsync(request, cancellationToken);

    public SessionRequest Request(Plan plan) => new() { Plan = plan, PlanFolder = ".", ResultsFolder = Results };

    public IReadOnlyList<JournalEntry> Entries() => Runner.Results.SessionContent.Read(Session).Entries;

    public async Task<LoadedInstance> LoadAsync(string key, int? contextTokens = null)
    {
        var model = (await Server.ListModelsAsync(Cancel)).First(one => one.Key == key);
        return (await Server.LoadAsync(model, new LoadOptions { ContextTokens = contextTokens }, Cancel)).Instance;
    }

    public async Task<IReadOnlyList<string>> LoadedAsync() =>
        [.. (await Server.ListModelsAsync(Cancel)).SelectMany(model => model.Instances).Select(instance => instance.Id)];

    /// <summary>Leaves the journal as a process leaves it that is killed after so many entries.</summary>
    public void CutJournal(int entries)
    {
        var journal = Path.Combine(Session, "requests.jsonl");
        File.WriteAllLines(journal, File.ReadAllLines(journal).Take(entries));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _simulator.DisposeAsync();
        Directory.Delete(Results, recursive: true);
    }
}

/// <summary>Keeps what a session tells.</summary>
internal sealed class EventLog : ISessionWatcher
{
    private readonly List<SessionEvent> _events = [];

    public IEnumerable<string> Notices => Of<SessionEvent.Noticed>().Select(noticed => noticed.Text);

    public IReadOnlyList<T> Of<T>()
        where T : SessionEvent
    {
        lock (_events)
            return [.. _events.OfType<T>()];
    }

    public void On(SessionEvent happened)
    {
        lock (_events)
            _events.Add(happened);
    }
}

/// <summary>Does something at a moment of a session.</summary>
internal sealed class Reaction<T>(Action<T> act) : ISessionWatcher
    where T : SessionEvent
{
    public void On(SessionEvent happened)
    {
        if (happened is T awaited)
            act(awaited);
    }
}
