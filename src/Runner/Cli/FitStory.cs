using LlmObs.Capacity;
using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Cli.Fitting;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What happens on <c>llmobs fit</c>: who may be loaded, into how much memory, and what comes of it.</summary>
internal sealed class FitStory(Surroundings surroundings)
{
    private static readonly int[] UsualContexts = [8192, 32_768, 131_072];

    public required FitTarget Target { get; init; }

    public required DataSize? Memory { get; init; }

    public required DataSize? GpuMemory { get; init; }

    public required IReadOnlyList<int> Contexts { get; init; }

    public required IReadOnlyList<int> Sequences { get; init; }

    public required CacheType CacheType { get; init; }

    public required string? ApiKey { get; init; }

    public required bool IsJson { get; init; }

    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        await using var chosen = NeedsServer ? await ServerToUse.OpenAsync(surroundings, Target.Server, Target.Address, ApiKey, cancellationToken) : null;
        var candidates = await CandidatesAsync(chosen?.Server, cancellationToken);
        if (candidates.Count == 0)
            return await surroundings.RefuseAsync([$"{chosen!.Server.Identity.Name} lists no model. Name a plan or a .gguf file."]);
        if (await BudgetAsync(chosen?.Server, cancellationToken) is not { } budget)
            return await surroundings.RefuseAsync(["The memory of that machine is not known here. Give it, such as --memory 512GiB."]);
        var question = new FitQuestion
        {
            Budget = budget,
            Contexts = Contexts.Count > 0 ? Contexts : Target.Plan?.Plan?.Settings.ContextTokens is { } planned ? [planned] : UsualContexts,
            WithOwnMaximum = Contexts.Count == 0,
            Sequences = Sequences.Count > 0 ? Sequences : [1, 4],
            CacheType = CacheType,
        };
        if (IsJson)
        {
            await surroundings.Output.WriteLineAsync(FitJson.Line(question, candidates));
            return ExitCodes.Good;
        }
        var humans = surroundings.Humans(json: false);
        if (chosen is not null)
            humans.Say(chosen.Said);
        humans.Console.Write(FitView.Of(question, candidates));
        return ExitCodes.Good;
    }

    private bool NeedsServer => Target.File is null && (Target.Plan is null || Target.Server is not null || Target.Plan.Plan!.Variants.Count == 0);

    private async Task<IReadOnlyList<Candidate>> CandidatesAsync(ILlmServer? server, CancellationToken cancellationToken)
    {
        if (Target.File is { } file)
            return [Candidates.OfFile(file)];
        var models = server is null ? [] : await server.ListModelsAsync(cancellationToken);
        var candidates = new List<Candidate>();
        if (Target.Plan?.Plan is { Variants.Count: > 0 } plan)
        {
            foreach (var resolution in VariantResolver.Resolve(plan, models))
                candidates.Add(Candidates.OfVariant(resolution.Variant, plan.Models.FirstOrDefault(model => model.Id == resolution.Variant.Model), resolution.Model, await PathAsync(server, resolution.Model, cancellationToken)));
            return candidates;
        }
        foreach (var model in models)
            candidates.Add(Candidates.OfModel(model, await PathAsync(server, model, cancellationToken)));
        return candidates;
    }

    private static async Task<string?> PathAsync(ILlmServer? server, LocalModel? model, CancellationToken cancellationToken) =>
        server is null || model is null ? null : await Candidates.PathOfAsync(server, model, cancellationToken);

    /// <summary>As given; else of the server's machine, or of this one. Null where nobody knows.</summary>
    private async Task<MemoryBudget?> BudgetAsync(ILlmServer? server, CancellationToken cancellationToken)
    {
        if (Memory is { } given)
            return MemoryBudget.Of(given, GpuMemory);
        var witness = server is null ? surroundings.UsualCollector : Witness.Of(server.Identity, surroundings.UsualCollector);
        var facts = witness is null ? WitnessFacts.Nobody("no Collector watches it") : await new WitnessInquiry(surroundings.Clock).AskAsync(witness, cancellationToken);
        var isHere = server is null || server.Identity.Address.IsLoopback;
        var total = facts.TotalBytes ?? facts.Report?.Machine.MemoryBytes ?? (isHere ? ThisMachine.Read(surroundings.Clock).MemoryBytes : null);
        return total is { } known ? MemoryBudget.Of(new DataSize(known), GpuMemory ?? (facts.Report?.GpuMemoryLimitBytes is { } limit ? new DataSize(limit) : null)) : null;
    }
}
