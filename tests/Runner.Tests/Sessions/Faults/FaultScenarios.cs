using LlmObs.Plans;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Tests.Sessions.Faults;

/// <summary>What goes wrong, by the names of docs/faults.md.</summary>
internal static class FaultScenarios
{
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    /// <summary>Of the session's seconds in one of ours, where something lasts a minute.</summary>
    private const int Hurry = 20;

    public static IReadOnlyDictionary<string, Func<FaultBench, Task<SessionOutcome>>> All { get; } = new Dictionary<string, Func<FaultBench, Task<SessionOutcome>>>(StringComparer.Ordinal)
    {
        ["dies-in-load"] = bench => Dies(bench, passing => passing.IsLoad, AMoment),
        ["dies-in-prefill"] = bench => Dies(bench, passing => passing.IsChat && passing.IsBeforeFirstToken, AMoment),
        ["dies-in-decode"] = bench => Dies(bench, passing => passing.IsChat && passing.IsInDecode, AMoment),
        ["restarts-at-once"] = RestartsAtOnce,
        ["away-too-long"] = AwayTooLong,
        ["silent-in-load"] = bench => Struck(bench, LineFault.Silence, passing => passing.IsLoad),
        ["silent-before-first-token"] = bench => Struck(bench, LineFault.Silence, passing => passing.IsChat && passing.IsBeforeFirstToken),
        ["silent-in-decode"] = bench => Struck(bench, LineFault.Silence, passing => passing.IsChat && passing.IsInDecode),
        ["one-connection-drops"] = bench => Struck(bench, LineFault.Reset, passing => passing.IsChat && passing.IsInDecode),
        ["not-ready-at-load"] = bench => ForAMinute(bench, LineFault.NotReady, passing => passing is { IsLoad: true, Answered: 0 }),
        ["not-ready-in-run"] = bench => ForAMinute(bench, LineFault.NotReady, passing => passing is { IsChat: true, Answered: 0 }),
        ["token-revoked"] = bench => For(bench, LineFault.WrongKey, TimeSpan.FromHours(1), passing => passing is { IsChat: true, Answered: 0 }),
        ["model-deleted"] = ModelDeleted,
    };

    private static Task<SessionOutcome> Dies(FaultBench bench, Func<Passing, bool> when, TimeSpan backAfter)
    {
        bench.Die(when, backAfter);
        return bench.RunAsync();
    }

    private static async Task<SessionOutcome> RestartsAtOnce(FaultBench bench)
    {
        bench.Restart(passing => passing.IsChat && passing.IsInDecode, await bench.FreshServerAsync());
        return await bench.RunAsync();
    }

    private static Task<SessionOutcome> AwayTooLong(FaultBench bench)
    {
        bench.Limits = bench.Limits with { ServerReturn = AMoment };
        bench.Die(passing => passing.IsChat && passing.IsInDecode, backAfter: null);
        return bench.RunAsync();
    }

    private static Task<SessionOutcome> Struck(FaultBench bench, LineFault fault, Func<Passing, bool> when)
    {
        bench.Strike(fault, when);
        return bench.RunAsync();
    }

    private static Task<SessionOutcome> For(FaultBench bench, LineFault fault, TimeSpan time, Func<Passing, bool> when)
    {
        bench.StrikeFor(time, fault, when);
        return bench.RunAsync();
    }

    private static async Task<SessionOutcome> ForAMinute(FaultBench bench, LineFault fault, Func<Passing, bool> when)
    {
        await bench.HurryAsync(Hurry);
        return await For(bench, fault, AMinute, when);
    }

    /// <summary>Someone deletes the second variant's file while the first is measured.</summary>
    private static Task<SessionOutcome> ModelDeleted(FaultBench bench)
    {
        string? first = null;
        var server = new DisturbedServer(bench.Server);
        server.BeforeStream = () => first ??= bench.Seen.Of<SessionEvent.Loading>()[0].Model.Key;
        server.Listed = models => first is null ? models : [.. models.Where(model => model.Key == first || !IsOfPlan(model))];
        return bench.RunAsync(server);
    }

    private static bool IsOfPlan(LocalModel model) => model.Key is "demo-coder@q8_0" or "demo-coder@q6_k";
}
