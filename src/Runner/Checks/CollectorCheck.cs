using System.Globalization;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Checks;

/// <summary>Whether a Collector watches, and keeps its pace.</summary>
internal sealed class CollectorCheck : ICheck
{
    /// <summary>Of the samples that were due in the last minute.</summary>
    private const double LeastShare = 0.9;

    private const string HowToStart = "Start llmobs-collector on the machine under test and name it with --collector, or LLMOBS_COLLECTOR.";

    public string Subject => "Collector";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances) => circumstances.Collector switch
    {
        null => [],
        { Address: { } address } when IsElsewhere(address, circumstances.Server) => [Elsewhere(address, circumstances.Server!)],
        { Address: null } => [new(Subject, CheckVerdict.Unknown, "none is named: runs have no figures of memory, temperature or power.", HowToStart)],
        { Problem: { } problem } => [new(Subject, CheckVerdict.Warning, problem, HowToStart)],
        { Report: null } old => [new(Subject, CheckVerdict.Warning, $"the one at {Place(old)} is too old to tell of its machine.", "Update it.")],
        var alive => Judge(alive, circumstances.IsCollectorUnnamed),
    };

    private static bool IsElsewhere(Uri collector, ServerFacts? server) => server is not null && Witness.Of(server.Identity, collector) is null;

    private CheckLine Elsewhere(Uri collector, ServerFacts server) => new(
        Subject,
        CheckVerdict.Warning,
        $"the one at {Place(collector)} is not asked: it watches this machine, and the server is at {Place(server.Identity.Address)}. Runs have no figures of memory, temperature or power.",
        string.Create(CultureInfo.InvariantCulture, $"If that is this machine, write --server http://127.0.0.1:{server.Identity.Address.Port}; else start llmobs-collector there and name it with --collector."));

    private IEnumerable<CheckLine> Judge(WitnessFacts alive, bool isUnnamed)
    {
        var report = alive.Report!;
        var words = string.Create(CultureInfo.InvariantCulture, $"{report.Version} at {Place(alive)}, a sample every {report.IntervalSeconds:0.##} s, {report.MissedSamples} missed since its start");
        if (isUnnamed)
            yield return new(Subject, CheckVerdict.Warning, $"{words}. No run asks it.", $"Name it: --collector {Place(alive)}, or LLMOBS_COLLECTOR.");
        else if (KeepsPace(alive, report.IntervalSeconds))
            yield return new(Subject, CheckVerdict.Ok, $"{words}.");
        else
            yield return new(Subject, CheckVerdict.Warning, $"{words}; in the last minute it lost more than one in ten: a sensor is slow, or the machine is busy.", "Look at its log, or give it a longer --interval.");
    }

    /// <summary>Between its first and last sample of the minute as many as that time has room for: one just started has fewer and loses none.</summary>
    private static bool KeepsPace(WitnessFacts alive, double interval) =>
        alive.Samples.Count < 2 || alive.Samples.Count >= 1 + (LeastShare * ((alive.Samples[^1].At - alive.Samples[0].At).TotalSeconds / interval));

    private static string Place(WitnessFacts facts) => Place(facts.Address!);

    private static string Place(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
