using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What happens on <c>llmobs run</c>, from the flags to the exit code.</summary>
internal sealed class RunStory(Surroundings surroundings, RunOptions options)
{
    private readonly HumanOutput _humans = surroundings.Humans(options.Json);

    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var mistakes = RunOptionRules.Check(options).ToList();
        var until = RunOptionRules.Until(options.Until, surroundings.Clock, mistakes);
        var server = options.Server ?? EarlierServer.Of(options.Resume);
        var address = ServerOptions.Address(server, mistakes);
        var collector = ServerOptions.Collector(options.Collector, surroundings, mistakes, options.CollectorTokenFile);
        var apiKey = ServerOptions.ApiKey(options.ApiKeyVariable, surroundings, mistakes);
        var plan = PlanToRun.Open(options, mistakes);
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);
        try
        {
            var patience = (plan.Plan?.Settings.Limits ?? new Limits()).ServerReturn;
            await using var chosen = await ReadyServer.OpenAsync(() => ServerToUse.OpenAsync(surroundings, server, address, apiKey, cancellationToken), patience, Say, surroundings.Clock, cancellationToken);
            Say(chosen.Said);
            plan = await plan.FillAsync(chosen.Server, options, mistakes, cancellationToken);
            return mistakes.Count > 0 ? await surroundings.RefuseAsync(mistakes) : await CarryOutAsync(chosen, plan, collector, until, cancellationToken);
        }
        catch (ServerException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
        catch (SessionFolderException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Say("Stopped before anything was measured.");
            return ExitCodes.Interrupted;
        }
    }

    private async Task<int> CarryOutAsync(ChosenServer chosen, PlanToRun plan, Uri? collector, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var server = chosen.Server;
        if (options.DryRun)
            return await ShowAsync(server, plan, collector, cancellationToken);

        var fetched = options.Download ? await FetchAsync(server, plan, collector, until, cancellationToken) : null;
        if (WhyNot(fetched) is { } reason)
            return await surroundings.RefuseAsync(reason);
        if (fetched is DownloadOutcome.Ended { IsInterrupted: true } || (fetched is not null && until <= surroundings.Clock.GetUtcNow()))
        {
            Say("Stopped before anything was measured.");
            return ExitCodes.Interrupted;
        }
        if (fetched is DownloadOutcome.Ended { Results: var results } && results.Where(result => result.End == FetchEnd.Stalled).Select(result => result.Variant.Id).ToList() is { Count: > 0 } stalled)
            Say($"{string.Join(", ", stalled)} may go on coming while the others are measured, and slow them: look that it does not.");
        var request = new SessionRequest
        {
            Plan = plan.Plan!,
            PlanFolder = plan.Folder,
            ResultsFolder = options.Output,
            Resume = options.Resume,
            Selection = options.Selection,
            Until = until,
            Collector = collector,
            IgnoreChecks = options.IgnoreChecks,
            MayPutAside = plan.Loads ? new OwnersLeave(_humans, options.Yes, surroundings.IsInputTerminal).Ask : null,
            Calibration = surroundings.Calibration.Read(),
            Marks = chosen.IsOurOwn ? null : surroundings.Marks,
        };
        await using var watching = Watch.Open(surroundings, options, _humans);
        var outcome = await new BenchmarkSession(server, surroundings.Clock, watching.Watchers).RunAsync(request, cancellationToken);
        return outcome switch
        {
            SessionOutcome.Refused refused => await surroundings.RefuseAsync(refused.Problems),
            SessionOutcome.Ended ended => await EndAsync(ended, server.Identity, watching, fetched is DownloadOutcome.Ended { HasFailures: true }),
            _ => throw new NotSupportedException(outcome.GetType().Name),
        };
    }

    private Task<DownloadOutcome> FetchAsync(ILlmServer server, PlanToRun plan, Uri? collector, DateTimeOffset? until, CancellationToken cancellationToken) =>
        new ModelFetch(surroundings, _humans, options.Json, options.Quiet).RunAsync(server, plan.Plan!, plan.Chosen ?? options.Selection, collector, until, cancellationToken);

    /// <summary>Null where measuring may begin: a variant that could not be fetched costs only itself.</summary>
    private static IReadOnlyList<string>? WhyNot(DownloadOutcome? fetched) => fetched switch
    {
        DownloadOutcome.Refused refused => refused.Problems,
        DownloadOutcome.Ended { Lost: { } lost } => [lost],
        _ => null,
    };

    private async Task<int> ShowAsync(ILlmServer server, PlanToRun plan, Uri? collector, CancellationToken cancellationToken)
    {
        var models = await server.ListModelsAsync(cancellationToken);
        var layout = PlanLayout.Of(plan.Plan!, plan.Folder, options.Selection, models);
        PlanView.Write(_humans, layout);
        if (options.Download)
            await new ModelFetch(surroundings, _humans, options.Json, options.Quiet).IntendAsync(server, plan.Plan!, options.Selection, collector, cancellationToken);
        var problems = layout.Problems.ToList();
        return problems.Count > 0 ? await surroundings.RefuseAsync(problems) : ExitCodes.Good;
    }

    private async Task<int> EndAsync(SessionOutcome.Ended ended, ServerIdentity server, Watch watching, bool wasFetchingIncomplete)
    {
        await watching.EndAsync(ended, server);
        if (!(options.Json && options.Quiet))
            ResultWords.Write(_humans, ended, surroundings.Command, options.Plan);
        var exitCode = ExitCodes.Of(ended.End);
        return exitCode == ExitCodes.Good && wasFetchingIncomplete ? ExitCodes.SomethingFailed : exitCode;
    }

    private void Say(string text)
    {
        if (!options.Quiet)
            _humans.Say(text);
    }
}
