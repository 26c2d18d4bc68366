using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary>Finds out all that the checks look at: asks the server, who watches its machine, Prometheus and the disks.</summary>
internal sealed class Examination(Surroundings surroundings, DoctorQuestion question)
{
    private readonly WitnessInquiry _witnesses = new(surroundings.Clock);

    public async Task<Circumstances> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var chosen = await ServerToUse.OpenAsync(surroundings, question.Server, question.Address, question.ApiKey, cancellationToken);
            var server = chosen.Server;
            var models = await server.ListModelsAsync(cancellationToken);
            var circumstances = await MakeAsync(new ServerFacts(server.Identity, server.CanLoad, models) { Words = server.Words, Said = chosen.Said }, null, cancellationToken);
            return circumstances with { Estimate = await EstimateAsync(server, circumstances, cancellationToken) };
        }
        catch (ServerException refused)
        {
            return await MakeAsync(null, refused.Message, cancellationToken);
        }
    }

    private static async Task<ServerEstimate?> EstimateAsync(ILlmServer server, Circumstances circumstances, CancellationToken cancellationToken)
    {
        if (ModelNeed.Largest(circumstances) is not { Variant: var largest } || circumstances.Models.GetValueOrDefault(largest.Id) is not { } model)
            return null;
        var settings = circumstances.Plan.Settings;
        var estimate = await server.EstimateAsync(model, new LoadOptions { ContextTokens = settings.ContextTokens, FlashAttention = settings.FlashAttention }, cancellationToken);
        return estimate is null ? null : new ServerEstimate(largest, estimate);
    }

    private async Task<Circumstances> MakeAsync(ServerFacts? server, string? problem, CancellationToken cancellationToken)
    {
        var plan = server is null ? question.Plan.Plan! : VariantResolver.FillDiscovered(question.Plan.Plan!, server.Models, server.Identity.IsSimulated);
        var layout = PlanLayout.Of(plan, question.Plan.Folder, question.Selection, server?.Models);
        var (collector, isUnnamed) = await CollectorAsync(cancellationToken);
        return new Circumstances
        {
            Now = surroundings.Clock.GetUtcNow(),
            ClockResolutionSeconds = 1.0 / surroundings.Clock.TimestampFrequency,
            Plan = plan,
            PlanProblems = [.. layout.Problems],
            Blocks = layout.Blocks,
            ToFetch = layout.Resolutions is null ? [] : [.. layout.Wanted.Where(variant => !layout.IsOnDisk(variant))],
            Models = (layout.Resolutions ?? []).Where(one => one.Model is not null).ToDictionary(one => one.Variant.Id, one => one.Model!, StringComparer.Ordinal),
            Server = server,
            ServerProblem = problem,
            Machine = await WatchedMachineAsync(server, collector, cancellationToken),
            Collector = collector,
            IsCollectorUnnamed = isUnnamed,
            SessionsFolder = question.Output,
            SessionDisk = LocalDisk.Of(question.Output),
            HomeDisk = LocalDisk.Of(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
            Prometheus = await PrometheusInquiry.AskAsync(question.Prometheus, cancellationToken),
            OtherRuns = surroundings.Marks?.Others() ?? [],
        };
    }

    /// <summary>The one named; else the one that answers where it usually does, which a run would not ask.</summary>
    private async Task<(WitnessFacts Collector, bool IsUnnamed)> CollectorAsync(CancellationToken cancellationToken)
    {
        if (question.Collector is { } named)
            return (await _witnesses.AskAsync(named, cancellationToken), false);
        var usual = await _witnesses.AskAsync(surroundings.UsualCollector, cancellationToken);
        return usual.Problem is null ? (usual, true) : (WitnessFacts.Nobody("no Collector is named"), false);
    }

    /// <summary>With the server's own processes where they are on it, so that the server is not taken for a program in its way.</summary>
    private async Task<WitnessFacts> WatchedMachineAsync(ServerFacts? server, WitnessFacts collector, CancellationToken cancellationToken)
    {
        var machine = await MachineAsync(server, collector, cancellationToken);
        return server is not null && machine.Address is { } witness && Witness.IsBeside(server.Identity, witness)
            ? await _witnesses.WithServerAsync(machine, server.Identity.Address.Port, cancellationToken)
            : machine;
    }

    private async Task<WitnessFacts> MachineAsync(ServerFacts? server, WitnessFacts collector, CancellationToken cancellationToken)
    {
        if (server is null || collector.Address is { } here && Witness.Of(server.Identity, here) == here)
            return collector;
        return Witness.Of(server.Identity, collector.Address) is { } other
            ? await _witnesses.AskAsync(other, cancellationToken)
            : WitnessFacts.Nobody("no Collector watches the machine of that server");
    }
}
