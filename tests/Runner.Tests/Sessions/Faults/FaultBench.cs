using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Sessions.Faults;

/// <summary>A campaign of two variants with three requests each, over a line on which something goes wrong in the first run.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private static readonly SimulatorOptions Options = new() { TimeScale = 2 };
    private readonly List<SimulatorHost> _simulators = [];
    private int _struck;

    private FaultBench(SimulatorHost simulator, FaultyLine line, ILlmServer server)
    {
        _simulators.Add(simulator);
        (Line, Server) = (line, server);
    }

    public FaultyLine Line { get; }

    public ILlmServer Server { get; private set; }

    /// <summary>The session's, the server's and the faults'.</summary>
    public TimeProvider Clock { get; private set; } = TimeProvider.System;

    /// <summary>From the first piece that met a fault that stays to the last one.</summary>
    public TimeSpan Lasted { get; private set; }

    public Limits Limits { get; set; } = new() { Load = TimeSpan.FromSeconds(4), Idle = TimeSpan.FromSeconds(2), ServerReturn = TimeSpan.FromSeconds(30) };

    /// <summary>What else the plan asks.</summary>
    public Func<Settings, Settings> Settings { get; set; } = settings => settings;

    public string Results { get; } = Directory.CreateTempSubdirectory("llmobs-fault-").FullName;

    public EventLog Seen { get; } = new();

    public string Session => Assert.Single(Directory.GetDirectories(Results));

    public IReadOnlyList<JournalEntry> Entries => SessionContent.Read(Session).Entries;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<FaultBench> StartAsync()
    {
        var simulator = await SimulatorHost.StartAsync(Options, Cancel);
        var line = new FaultyLine(simulator.Address);
        return new FaultBench(simulator, line, await new ServerConnector(TimeProvider.System).ConnectAsync(line.Address, null, Cancel));
    }

    /// <summary>So many of the session's seconds pass in one of ours, with the limits of a real campaign.</summary>
    public async Task HurryAsync(int times)
    {
        (Clock, Limits) = (new HurriedClock(times), new Limits());
        await Server.DisposeAsync();
        Server = await new ServerConnector(Clock).ConnectAsync(Line.Address, null, Cancel);
    }

    /// <summary>The fault strikes once, or so often, at the first pieces of which this is so.</summary>
    public void Strike(LineFault fault, Func<Passing, bool> when, int times = 1) =>
        Line.Trouble = passing => when(passing) && Interlocked.Increment(ref _struck) <= times ? fault : LineFault.None;

    /// <summary>The fault stays from the first piece on of which this is so, until so long after it.</summary>
    public void StrikeFor(TimeSpan time, LineFault fault, Func<Passing, bool> when)
    {
        long? begun = null;
        Line.Trouble = passing =>
        {
            begun ??= when(passing) ? Clock.GetTimestamp() : null;
            if (begun is not { } since || Clock.GetElapsedTime(since) >= time)
                return LineFault.None;
            Lasted = Clock.GetElapsedTime(since);
            return fault;
        };
    }

    /// <summary>The server's process dies there, and one without any model takes its place so long after.</summary>
    public void Die(Func<Passing, bool> when, TimeSpan? backAfter) => Line.Trouble = passing =>
    {
        if (!when(passing) || Interlocked.Exchange(ref _struck, 1) != 0)
            return LineFault.None;
        if (backAfter is { } after)
            _ = Task.Run(() => ReviveAsync(after), Cancel);
        return LineFault.Cut;
    };

    /// <summary>The server's process dies there, and this one is in its place before anybody can look.</summary>
    public void Restart(Func<Passing, bool> when, SimulatorHost fresh) => Line.Trouble = passing =>
    {
        if (!when(passing) || Interlocked.Exchange(ref _struck, 1) != 0)
            return LineFault.None;
        Line.Behind = fresh.Address;
        Line.Cut();
        Line.Listen();
        return LineFault.Reset;
    };

    public async Task<SimulatorHost> FreshServerAsync()
    {
        var simulator = await SimulatorHost.StartAsync(Options, Cancel);
        _simulators.Add(simulator);
        return simulator;
    }

    public Task<SessionOutcome> RunAsync(ILlmServer? server = null) => SessionAsync(server ?? Server, Request());

    public Task<SessionOutcome> ResumeAsync(ILlmServer? server = null) => SessionAsync(server ?? Server, Request() with { Resume = Session });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Line.DisposeAsync();
        foreach (var simulator in _simulators)
            await simulator.DisposeAsync();
        Directory.Delete(Results, recursive: true);
    }

    private async Task ReviveAsync(TimeSpan after)
    {
        var fresh = await FreshServerAsync();
        await Task.Delay(after, TimeProvider.System, Cancel);
        Line.Behind = fresh.Address;
        Line.Listen();
    }

    private Task<SessionOutcome> SessionAsync(ILlmServer server, SessionRequest request) => new BenchmarkSession(server, Clock, [Seen]).RunAsync(request, Cancel);

    private SessionRequest Request() => new()
    {
        Plan = SessionPlans.Of(SessionPlans.Q8, SessionPlans.Q6).With(settings => Settings(settings with { Iterations = 3, Limits = Limits })),
        PlanFolder = ".",
        ResultsFolder = Results,
    };
}

/// <summary>What became of a campaign, in the words of docs/faults.md.</summary>
/// <param name="Request">The first that did not complete.</param>
/// <param name="Run">The run that was struck.</param>
/// <param name="Next">The run after it.</param>
/// <param name="Session">Its end.</param>
internal sealed record FaultOutcome(string Request, string Run, string Next, string Session)
{
    public static FaultOutcome Of(SessionOutcome outcome, FaultBench bench)
    {
        var ended = Assert.IsType<SessionOutcome.Ended>(outcome);
        var entries = ended.Content.Entries;
        var runs = entries.Select(entry => entry.Run).Distinct(StringComparer.Ordinal).ToList();
        return new FaultOutcome(
            entries.OfType<JournalEntry.Request>().FirstOrDefault(entry => entry.Outcome is not RequestOutcome.Completed) is { } struck ? $"{struck.Outcome.Name} (`{struck.Outcome.Code}`)" : "–",
            RunWords(runs[0], entries),
            runs.Count > 1 ? NextWords(runs[1], entries, bench) : "is not begun",
            ended.End switch { SessionEnd.Completed => "completed", SessionEnd.CompletedWithFailures => "completed with failures", _ => "interrupted, resumable" });
    }

    private static string RunWords(string run, IReadOnlyList<JournalEntry> entries)
    {
        var load = entries.OfType<JournalEntry.Load>().Last(entry => entry.Run == run);
        var end = entries.OfType<JournalEntry.RunEnd>().Last(entry => entry.Run == run);
        if (load.Failure is not null)
            return $"fails to load (`{load.FailureCause}`)";
        var measured = entries.OfType<JournalEntry.Request>().Count(entry => entry.Run == run);
        return end.Failure is null ? "goes on" : measured < 3 ? "ends there" : "ends";
    }

    private static string NextWords(string run, IReadOnlyList<JournalEntry> entries, FaultBench bench)
    {
        if (entries.OfType<JournalEntry.Load>().Last(entry => entry.Run == run) is { Failure: not null } load)
            return $"fails to load (`{load.FailureCause}`)";
        var completed = entries.OfType<JournalEntry.Request>().Count(entry => entry.Run == run && entry.Outcome is RequestOutcome.Completed);
        var waited = bench.Seen.Notices.Any(notice => notice.Contains("waits for the server to come back", StringComparison.Ordinal));
        return completed == 3 ? waited ? "waits, then is measured" : "is measured" : "is cut short";
    }
}
