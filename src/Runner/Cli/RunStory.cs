using LlmObs.Plans;
using LlmObs.Results;
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
            return mistakes.Count > 0 ? await surroundings.RefuseAsync(mistakes) : await CarryOutAsync(chosen.Server, plan, collector, until, cancellationToken);
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

    private async Task<int> CarryOutAsync(ILlmServer server, PlanToRun plan, Uri? collector, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (options.DryRun)
            return await ShowAsync(server, plan, cancellationToken);

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
            Marks = surroundings.Marks,
        };
        await using var watching = Watch.Open(surroundings, options, _humans);
        var outcome = await new BenchmarkSession(server, surroundings.Clock, watching.Watchers).RunAsync(request, cancellationToken);
        return outcome switch
        {
            SessionOutcome.Refused refused => await surroundings.RefuseAsync(refused.Problems),
            SessionOutcome.Ended ended => await EndAsync(ended, server.Identity, watching),
            _ => throw new NotSupportedException(outcome.GetType().Name),
        };
    }

    private async Task<int> ShowAsync(ILlmServer server, PlanToRun plan, CancellationToken cancellationToken)
    {
        var models = await server.ListModelsAsync(cancellationToken);
        var layout = PlanLayout.Of(plan.Plan!, plan.Folder, options.Selection, models);
        PlanView.Write(_humans, layout);
        var problems = layout.Problems.ToList();
        return problems.Count > 0 ? await surroundings.RefuseAsync(problems) : ExitCodes.Good;
    }

    private async Task<int> EndAsync(SessionOutcome.Ended ended, ServerIdentity server, Watch watching)
    {
        await watching.EndAsync(ended, server);
        if (!(options.Json && options.Quiet))
            ResultWords.Write(_humans, ended, surroundings.Command);
        return ExitCodes.Of(ended.End);
    }

    private void Say(string text)
    {
        if (!options.Quiet)
            _humans.Say(text);
    }
}
