using LlmObs.Conditions;
using LlmObs.Results;
using static System.FormattableString;

namespace LlmObs.Findings;

/// <summary>Something else worked on the machine meanwhile, as far as it left a sign: another measurement, somebody else's requests or models on the server, or disks that others read while the model was loaded.</summary>
internal sealed class ForeignLoad : IFindingRule
{
    /// <summary>More than a file's own metadata: others read too.</summary>
    private const double ReadByOthers = 1.05;
    private const string OtherMeasurements = "other runs";

    public string Code => "foreign-load";

    public Finding? Judge(Evidence evidence)
    {
        var others = evidence.Checks.Where(check => check.Subject == OtherMeasurements).ToList();
        var shared = evidence.Loads.SelectMany(load => load.Flags.Where(IsShared).Select(flag => new Sighting(load.Run, flag.Reason))).ToList();
        var read = evidence.Loads.Where(load => load.ReadFromDiskShare > ReadByOthers).ToList();
        return others.Count + shared.Count + read.Count == 0 ? null : new Finding
        {
            Rule = Code,
            Severity = others.Count + shared.Count > 0 ? FindingSeverity.Warning : FindingSeverity.Note,
            Sentence = others.Count > 0 ? "Something else was measured on this machine at the same time: both are slower than alone."
                : shared.Count > 0 ? Invariant($"Something else came into or out of the server's memory, or it worked for somebody else, in {shared.Select(one => one.Where).Distinct(StringComparer.Ordinal).Count()} of {evidence.Loads.Count} runs: they may be slower than alone, and their speeds are in the figures.")
                : Invariant($"Others read from the disks while it was loaded, in {read.Count} of {evidence.Loads.Count} loads: its load times may be longer than alone."),
            Seen = [.. others.Select(check => new Sighting(check.Subject, check.Text)), .. shared, .. read.Select(load => new Sighting(load.Run, Invariant($"{load.ReadFromDiskShare * 100:0} % of the file's size was read in {load.LoadSeconds:0.0} s")))],
            Remedy = "Let nothing else work on the machine or its LLM server, and measure again.",
        };
    }

    private static bool IsShared(RunFlag flag) => flag.Kind is RunFlagKind.Shared or RunFlagKind.Disturbed;
}
