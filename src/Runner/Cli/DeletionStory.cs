using System.Globalization;
using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Runner.Deletions;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary>What happens on <c>llmobs models delete</c>, from the look to what is gone.</summary>
internal sealed class DeletionStory(Surroundings surroundings, DeletionWishes wishes)
{
    private readonly HumanOutput _humans = surroundings.Humans(json: false);

    public async Task<int> TellAsync(ModelsQuestion question, CancellationToken cancellationToken)
    {
        var plan = question.Plan!;
        if (WhyNever(plan) is { } never)
            return await surroundings.RefuseAsync([never]);
        await using var chosen = await ServerToUse.OpenAsync(surroundings, question.Server, question.Address, question.ApiKey, cancellationToken);
        var server = chosen.Server;
        if (WhyNotHere(server) is { } reason)
            return await surroundings.RefuseAsync([reason]);
        if (server.FindFolder(surroundings.UserFolder) is not { } folder)
            return await surroundings.RefuseAsync([$"LM Studio's models folder was not found in {surroundings.UserFolder}. Nothing was deleted."]);
        var progress = PlanProgress.Of(plan, EarlierSessions.Read(wishes.Output, plan.Name, _humans.Say));
        var (root, list) = await LookAsync(server, folder, question, progress, cancellationToken);
        _humans.Say($"LM Studio's models lie in {root} ({folder.Said}).");
        DeletionView.Write(_humans, root, list);
        if (wishes.IsDry)
            return ExitCodes.Good;
        var models = list.Where(candidate => candidate.MayBeDeleted).ToList();
        if (models.Count == 0)
            return await surroundings.RefuseAsync(["Nothing of it may be deleted: the reasons stand above."]);
        if (await WhyNotNowAsync(models, cancellationToken) is { } exitCode)
            return exitCode;
        // a person may take an hour to answer, and load a model meanwhile
        var (_, now) = await LookAsync(server, folder, question, progress, cancellationToken);
        if (WhyNotHere(server) is not null || !Files(now).SequenceEqual(Files(list), StringComparer.Ordinal))
            return await surroundings.RefuseAsync(["Something changed since the files were shown, so nothing is deleted. Look again."]);
        return await DeleteAsync(root, models, !question.Selection.IsAll && models.Count < list.Count);
    }

    private async Task<(string Root, IReadOnlyList<DeletionCandidate> List)> LookAsync(ILlmServer server, LmStudioFolder folder, ModelsQuestion question, IReadOnlyList<VariantProgress> progress, CancellationToken cancellationToken)
    {
        var scan = ModelFolderScan.Of(folder.Models);
        var listed = await server.ListModelsAsync(cancellationToken);
        return (scan.Root, new DeletionList(scan, server.Words, listed, wishes.IsEvenUnmeasured).Of(question.Plan!, progress, question.Selection));
    }

    private static IEnumerable<string> Files(IEnumerable<DeletionCandidate> list) => list.Where(candidate => candidate.MayBeDeleted).SelectMany(candidate => candidate.Stored!.Files);

    private string? WhyNever(Plan plan) => (plan.Settings.CleanUp.DeleteModels, wishes.IsDry) switch
    {
        (ModelDeletion.WhenAsked, _) or (_, true) => null,
        _ => $"The plan {plan.Name} says that its models are never deleted. Write \"settings\": {{ \"cleanUp\": {{ \"deleteModels\": \"whenAsked\" }} }} into it if they may be; --dry-run only looks.",
    };

    private string? WhyNotHere(ILlmServer server) => server switch
    {
        { Identity.IsSimulated: true } => "The Simulator's models lie on no disk: it has no files to list or to delete. Name LM Studio with --server.",
        { Words.WhyNoFiles: { } reason } => reason,
        { Identity.Address.IsLoopback: false } => $"{server.Identity.Name} at {ServerAddress.Display(server.Identity.Address)} is on another machine, and files are listed and deleted only where they lie. Run this command there.",
        _ when surroundings.Marks?.Others() is { Count: > 0 } others => $"Another LlmObs measures on this machine (process {string.Join(", ", others)}). Wait until it is done.",
        _ => null,
    };

    /// <summary>The exit code when it is not to be done after all.</summary>
    private async Task<int?> WhyNotNowAsync(IReadOnlyList<DeletionCandidate> models, CancellationToken cancellationToken)
    {
        if (wishes.IsSure)
            return null;
        if (!surroundings.IsInputTerminal)
            return await surroundings.RefuseAsync(["Nobody can be asked here, so nothing is deleted. Add --yes where that is meant."]);
        if (await IsConfirmedAsync(models, cancellationToken))
            return null;
        _humans.Say("Nothing was deleted.");
        return ExitCodes.Interrupted;
    }

    private async Task<int> DeleteAsync(string root, IReadOnlyList<DeletionCandidate> models, bool wasNotAllowedAll)
    {
        var files = Files(models).Count();
        var removed = FileRemoval.Delete(root, [.. models.Select(model => model.Stored!)]);
        foreach (var problem in removed.Problems)
            await surroundings.Error.WriteLineAsync($"llmobs: {problem}");
        _humans.Say($"Deleted: {removed.Files.Count} of {files} files, {removed.Freed} freed. LM Studio may list them until it is restarted.");
        return removed.Problems.Count > 0 || wasNotAllowedAll ? ExitCodes.SomethingFailed : ExitCodes.Good;
    }

    /// <summary>A word that is not typed by habit: the variant's id, or how many files they are.</summary>
    private async Task<bool> IsConfirmedAsync(IReadOnlyList<DeletionCandidate> models, CancellationToken cancellationToken)
    {
        var word = models.Count == 1 ? models[0].Variant.Id : Files(models).Count().ToString(CultureInfo.InvariantCulture);
        _humans.Say($"These files are deleted for good. Type {word} ({(models.Count == 1 ? "the variant's id" : "the number of files")}) and Enter to do it; anything else keeps them:");
        var answer = await Task.Run(surroundings.ReadAnswer, cancellationToken).WaitAsync(cancellationToken);
        return answer?.Trim() == word;
    }
}
