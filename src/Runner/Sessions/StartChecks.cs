using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>The checks a session begins with: those that cost no time, on the server, the machine and the folder it will use.</summary>
internal sealed class StartChecks(ILlmServer server, SessionRequest request, TimeProvider clock)
{
    /// <param name="plan">As it will run.</param>
    /// <param name="matrix">On this server.</param>
    /// <param name="blocks">What of it is still to be run.</param>
    /// <param name="models">All that the server listed, without what is put aside.</param>
    /// <param name="away">What is put aside before anything is measured.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<StartFindings> LookAsync(Plan plan, SessionMatrix matrix, IReadOnlyList<Block> blocks, IReadOnlyList<LocalModel> models, IReadOnlyList<PutAsideModel> away, CancellationToken cancellationToken)
    {
        var machine = Witness.Of(server.Identity, request.Collector) is { } witness ? await new WitnessInquiry(clock).AskAsync(witness, cancellationToken) : null;
        machine = machine is null ? null : machine with { AboutToBeFreedBytes = away.Sum(model => model.FileBytes ?? 0) };
        var folder = request.Resume ?? request.ResultsFolder;
        var circumstances = new Circumstances
        {
            Now = clock.GetUtcNow(),
            ClockResolutionSeconds = 1.0 / clock.TimestampFrequency,
            Plan = plan,
            Blocks = blocks,
            Models = matrix.Models,
            Server = new ServerFacts(server.Identity, server.CanLoad, models) { Words = server.Words },
            Machine = machine ?? WitnessFacts.Nobody("no Collector watches the machine under test"),
            Collector = server.Identity.IsSimulated ? null : machine ?? (request.Collector is { } elsewhere ? new WitnessFacts { Address = elsewhere } : null),
            SessionsFolder = folder,
            SessionDisk = request.Disk(folder),
            OtherRuns = request.Marks?.Others() ?? [],
        };
        return new StartFindings(Checklist.LookBeforeSession(circumstances), request.IgnoreChecks, circumstances.Now);
    }
}

/// <summary>What the checks found amiss, if anything.</summary>
internal sealed class StartFindings(IReadOnlyList<CheckLine> lines, bool areIgnored, DateTimeOffset at)
{
    private IEnumerable<CheckLine> Blockers => lines.Where(line => line.Verdict == CheckVerdict.Blocker);

    /// <summary>Why it is not begun, each with what to do; empty when it is.</summary>
    public IReadOnlyList<string> Refusals => areIgnored ? [] : [.. Blockers.Select(line => $"{line} (--ignore-checks measures all the same.)")];

    public IEnumerable<string> Notices => lines.Where(IsAmiss).Select(line => line.Verdict == CheckVerdict.Blocker ? $"{line} Ignored, as asked." : line.ToString());

    public IEnumerable<SessionCheck> Kept => lines.Where(IsAmiss)
        .Select(line => new SessionCheck { At = at, Subject = line.Subject, Text = line.Text, WasIgnored = line.Verdict == CheckVerdict.Blocker });

    private static bool IsAmiss(CheckLine line) => line.Verdict is CheckVerdict.Warning or CheckVerdict.Blocker;
}
