using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Brings a run's model into memory, proves that it is the right one, and takes it out again.</summary>
internal sealed class VariantLoad(PreparedSession session, Run run, ILlmServer server, TimeProvider clock, RunSteps steps, ISessionWatcher watcher, LoadOptions? options = null)
{
    private readonly GivenUpLoad _givenUp = new(server, clock);
    private readonly LocalModel _wanted = session.ModelOf(run);
    private readonly LoadOptions _options = options ?? new LoadOptions
    {
        ContextTokens = session.Content.Plan.Settings.ContextTokens,
        FlashAttention = session.Content.Plan.Settings.FlashAttention,
        ParallelSlots = session.Content.Plan.Settings.ParallelSlots,
    };

    private string? _loadedByUs;

    /// <summary>The ids of all instances in memory when the load was verified.</summary>
    public IReadOnlySet<string> Present { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Takes out what came into memory after its loading was given up. Whether there was anything to tell: then the machine was not calm until now.</summary>
    public async Task<bool> TakeBackAsync()
    {
        var given = session.GivenUp.Where(one => one.Key == _wanted.Key).ToList();
        var hasCome = false;
        foreach (var one in given)
        {
            session.GivenUp.Remove(one);
            if (await _givenUp.TakeBackAsync(one.Key, one.ContextTokens) is not { } late)
                continue;
            watcher.On(new SessionEvent.Noticed($"{one.Key} was given up before. {late}"));
            hasCome = true;
        }
        return hasCome;
    }

    /// <summary>The entry says why it failed, if it did. Throws <see cref="ServerException"/> when the server is gone altogether.</summary>
    public async Task<JournalEntry.Load> LoadAsync(CancellationToken cancellationToken)
    {
        var models = await server.ListModelsAsync(cancellationToken);
        var now = models.FirstOrDefault(model => model.Key == _wanted.Key);
        if (now is null)
            return Failed(Entry(null), $"{_wanted.Key} is no longer on the server.", LoadFailureCause.MissingFile);
        return now.IsLoaded || !server.CanLoad ? await AttachAsync(now, models, cancellationToken) : await LoadAsync(now, cancellationToken);
    }

    /// <summary>Only what was loaded here is unloaded; also when the user has stopped the session.</summary>
    public async Task UnloadAsync(CleanUp cleanUp)
    {
        if (_loadedByUs is null || !cleanUp.UnloadAfterRun)
            return;
        using var step = steps.Begin(RunStep.Unload);
        try
        {
            await server.UnloadAsync(_loadedByUs, CancellationToken.None);
            session.Folder.Append(new JournalEntry.Unload { At = clock.GetUtcNow(), Run = run.Id, Variant = run.Variant.Id, InstanceId = _loadedByUs });
        }
        catch (ServerException failure)
        {
            watcher.On(new SessionEvent.Noticed($"{_loadedByUs} could not be unloaded: {failure.Message}"));
        }
    }

    /// <summary>Which runtime was selected when its owner loaded it nobody knows now: only an answer tells.</summary>
    private async Task<JournalEntry.Load> AttachAsync(LocalModel model, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken)
    {
        if (model.Instances is not [var instance, ..])
            return Entry(null) with { Model = model, Failure = $"{model.Key} is not loaded, and this server loads nothing when asked. {server.Words.WhenNotLoaded(model.Key)}" };
        using var step = steps.Begin(RunStep.Verify);
        Present = Ids(models);
        var entry = Entry(instance) with { Model = WithFile(model, await server.ReadFactsAsync(model, cancellationToken)), LoadId = $"before/{instance.Id}", WasLoadedBefore = true };
        var reason = server.CanLoad
            ? LoadVerifier.VerifyFound(_wanted, _options, instance, models, server.Words)
            : LoadVerifier.VerifyHeld(_wanted, _options, instance, models, server.Words);
        return reason is null ? entry : Failed(entry, reason, LoadFailureCause.NotAsAsked);
    }

    private async Task<JournalEntry.Load> LoadAsync(LocalModel model, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(session.Content.Plan.Settings.Limits.Load, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        session.Folder.Append(new JournalEntry.LoadBegun { At = clock.GetUtcNow(), Run = run.Id, Variant = run.Variant.Id, ModelKey = model.Key, ContextTokens = _options.ContextTokens });
        var begun = clock.GetTimestamp();
        try
        {
            var (loaded, took) = await LoadOnServerAsync(model, either.Token);
            return await VerifiedAsync(model, loaded, took, cancellationToken);
        }
        catch (ServerException failure)
        {
            var entry = Entry(null) with { Model = model, LoadTime = clock.GetElapsedTime(begun) };
            var found = _loadedByUs is null ? await _givenUp.TakeBackAsync(model.Key) : null;
            return Failed(entry, Sentences(failure.Message, found), CauseOf(failure, model));
        }
        catch (OperationCanceledException stopped) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var entry = Entry(null) with { Model = model, LoadTime = clock.GetElapsedTime(begun) };
            var said = stopped is LoadGivenUpException { LastWords.Length: > 0 } evidence ? $" Its last words: {evidence.LastWords}" : "";
            var cause = stopped is LoadGivenUpException { WaitedForInput: true } ? LoadFailureCause.WaitsForInput : LoadFailureCause.TimedOut;
            return Failed(entry, Sentences($"Not loaded after {Duration.ToText(session.Content.Plan.Settings.Limits.Load)}, the plan's limit.{said}", await GiveUpAsync(model)), cause);
        }
        catch (OperationCanceledException) when (_loadedByUs is null)
        {
            if (await GiveUpAsync(model) is { } found)
                watcher.On(new SessionEvent.Noticed($"The loading of {model.Key} was stopped. {found}"));
            throw;
        }
    }

    /// <summary>A server that died in the load call, or does not answer after it, says nothing of the model; if only the line was cut it may load on.</summary>
    private LoadFailureCause CauseOf(ServerException failure, LocalModel model)
    {
        var cause = failure.Cause ?? LoadFailureEvidence.CauseOf(failure.Message);
        if (cause == LoadFailureCause.Unknown && _givenUp.IsServerAway)
            cause = LoadFailureCause.ServerGone;
        if (cause == LoadFailureCause.ServerGone)
            session.GivenUp.Add((model.Key, _options.ContextTokens));
        return cause;
    }

    /// <summary>What still came of it. A server that is slower than our patience brings it later: then it is taken out before the next load.</summary>
    private async Task<string?> GiveUpAsync(LocalModel model)
    {
        var found = await _givenUp.AwaitAndTakeBackAsync(model.Key);
        if (found is null)
            session.GivenUp.Add((model.Key, _options.ContextTokens));
        return found;
    }

    private static JournalEntry.Load Failed(JournalEntry.Load entry, string reason, LoadFailureCause cause) => entry with { Failure = reason, FailureCause = cause };

    private static string Sentences(string first, string? second) => second is null ? first : $"{first} {second}";

    /// <summary>The time is the load call's that was taken, without the wait for a server that was still starting.</summary>
    private async Task<(LoadedModel Loaded, TimeSpan Took)> LoadOnServerAsync(LocalModel model, CancellationToken cancellationToken)
    {
        using var step = steps.Begin(RunStep.Load);
        var told = _options with { Progress = new LoadProgress(run, clock, watcher) };
        return await new StartingServer(server, clock, watcher).LoadAsync(model, told, loaded => _loadedByUs = loaded.Instance.Id, cancellationToken);
    }

    private async Task<JournalEntry.Load> VerifiedAsync(LocalModel model, LoadedModel loaded, TimeSpan took, CancellationToken cancellationToken)
    {
        using var step = steps.Begin(RunStep.Verify);
        var models = await server.ListModelsAsync(cancellationToken);
        Present = Ids(models);
        var listed = models.FirstOrDefault(one => one.Key == model.Key) ?? model;
        // not within the load's own time: a program is asked
        var facts = await server.ReadFactsAsync(listed, cancellationToken);
        var entry = Loaded(WithFile(listed, facts), loaded, took) with { Runtime = loaded.Runtime ?? facts.Runtime };
        return LoadVerifier.Verify(_wanted, _options, loaded.Instance, models) is { } reason ? Failed(entry, reason, LoadFailureCause.NotAsAsked) : entry;
    }

    private JournalEntry.Load Loaded(LocalModel model, LoadedModel loaded, TimeSpan took) => Entry(loaded.Instance) with
    {
        Model = model,
        LoadId = string.Create(CultureInfo.InvariantCulture, $"{run.Id}#{session.NextLoad(run)}"),
        ContextTokens = model.Instances.FirstOrDefault(instance => instance.Id == loaded.Instance.Id)?.ContextTokens ?? loaded.Instance.ContextTokens,
        ParallelSlots = model.Instances.FirstOrDefault(instance => instance.Id == loaded.Instance.Id)?.ParallelSlots ?? loaded.Instance.ParallelSlots,
        LoadTime = took,
        ReportedLoadTime = loaded.ReportedLoadTime,
        Call = loaded.Call,
        ProgramTime = loaded.ProgramTime,
        Runtime = loaded.Runtime,
    };

    private JournalEntry.Load Entry(LoadedInstance? instance) => new()
    {
        At = clock.GetUtcNow(),
        Run = run.Id,
        Variant = run.Variant.Id,
        InstanceId = instance?.Id,
        ContextTokens = instance?.ContextTokens,
        ParallelSlots = instance?.ParallelSlots,
    };

    private static LocalModel WithFile(LocalModel model, LoadFacts facts) => model with { Path = model.Path ?? facts.Path, ModifiedAt = model.ModifiedAt ?? facts.ModifiedAt };

    private static HashSet<string> Ids(IReadOnlyList<LocalModel> models) => new(models.SelectMany(model => model.Instances).Select(instance => instance.Id), StringComparer.Ordinal);
}
