using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>The plan that is carried out, with the place its attachments lie in. Null with mistakes.</summary>
internal sealed record PlanToRun(Plan? Plan, string Folder)
{
    private const string UsualPlan = "quick";

    /// <summary>It names the variants that are to be loaded; else what is in memory is measured as it is.</summary>
    public bool Loads { get; init; }

    /// <summary>Of the session that is gone on with; null chooses anew.</summary>
    public Selection? Chosen { get; init; }

    /// <summary>What can be known before a server is asked: an ad hoc run has no plan yet.</summary>
    public static PlanToRun Open(RunOptions options, List<string> mistakes)
    {
        if (options.IsAdHoc)
            return new PlanToRun(null, ".");
        if (options.Resume is { } folder)
            return Resumed(folder, mistakes);
        var opening = PlanFile.Open(options.Plan ?? UsualPlan);
        mistakes.AddRange(opening.Problems);
        if (opening.Plan is { Discover: null } plan)
            mistakes.AddRange(SelectionRules.Check(plan, options.Selection));
        return new PlanToRun(opening.Plan is null ? null : Seeded(opening.Plan, options.Seed), opening.Folder) { Loads = opening.Plan is { Discover: null } };
    }

    /// <summary>The same with the models that the server offers; only what may be used without loading anything unasked.</summary>
    public async Task<PlanToRun> FillAsync(ILlmServer server, RunOptions options, List<string> mistakes, CancellationToken cancellationToken)
    {
        if (Plan is { Discover: null })
            return this;
        var models = await server.ListModelsAsync(cancellationToken);
        if (Plan is null)
            return LoadedModels.Pick(options.Model, models, server.Words, mistakes) is { } model ? this with { Plan = AdHocPlan.Create(model, options.AdHoc) } : this;

        var filled = VariantResolver.FillDiscovered(Plan, models, server.Identity.IsSimulated);
        if (filled.Variants.Count == 0)
            mistakes.Add(LoadedModels.NothingLoaded(models, server.Words));
        else
            mistakes.AddRange(SelectionRules.Check(filled, options.Selection));
        return this with { Plan = filled };
    }

    /// <summary>The whole folder is read before a server is looked for: what happened to it is to be known first.</summary>
    private static PlanToRun Resumed(string folder, List<string> mistakes)
    {
        try
        {
            var content = SessionContent.Read(folder);
            return new PlanToRun(content.Plan, content.Folder) { Loads = content.Entries.Any(entry => entry is JournalEntry.LoadBegun), Chosen = content.Header.Selection };
        }
        catch (SessionFolderException refused)
        {
            mistakes.Add($"--resume: {refused.Message}");
            return new PlanToRun(null, ".");
        }
    }

    private static Plan Seeded(Plan plan, int? seed) => seed is null ? plan : plan with { Settings = plan.Settings with { Seed = seed } };
}
