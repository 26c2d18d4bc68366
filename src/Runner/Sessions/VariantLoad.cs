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
    private readonly LoadOptions _options = options ?? new LoadOptions { ContextTokens = session.Content.Plan.Settings.ContextTokens, FlashAttention = session.Content.Plan.Settings.FlashAttention };
    private string? _loadedByUs;

    /// <summary>Takes out what came into memory after its loading was given up. Whether there was anything to tell: then the machine was not calm until now.</summary>
    public async Task<bool> TakeBackAsync()
    {
        if (!session.GivenUp.Remove(_wanted.Key) || await _givenUp.TakeBackAsync(_wanted.Key) is not { } late)
            return false;
        watcher.On(new SessionEvent.Noticed($"{_wanted.Key} was given up before. {late}"));
        return true;
    }

    /// <summary>The entry says why it failed, if it did. Throws <see cref="ServerException"/> when the server is gone altogether.</summary>
    public async Task<JournalEntry.Load> LoadAsync(CancellationToken cancellationToken)
    {
        var models = await server.ListModelsAsync(cancellationToken);
        var now = models.FirstOrDefault(model => model.Key == _wanted.Key);
        if (now is null)
            return Failed(Entry(null), $"{_wanted.Key} is no longer on the server.", LoadFailureCause.MissingFile);
        return now.IsLoaded || !server.CanLoad ? Attach(now, models) : await LoadAsync(now, cancellationToken);
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

    private JournalEntry.Load Attach(LocalModel model, IReadOnlyList<LocalModel> models)
    {
        if (model.Instances is not [var instance, ..])
            return Entry(null) with { Model = model, Failure = $"{model.Key} is not loaded, and this server loads nothing when asked. Start it with that model." };
        using var step = steps.Begin(RunStep.Verify);
        return Entry(instance) with
        {
            Model = model,
            LoadId = $"before/{instance.Id}",
            WasLoadedBefore = true,
            Failure = LoadVerifier.VerifyFound(_wanted, server.CanLoad ? _options : new LoadOptions(), instance, models, server.Identity),
        };
    }

    private async Task<JournalEntry.Load> LoadAsync(LocalModel model, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(session.Content.Plan.Settings.Limits.Load, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        session.Folder.Append(new JournalEntry.LoadBegun { At = clock.GetUtcNow(), Run = run.Id, Variant = run.Variant.Id, ModelKey = model.Key, ContextTokens = _options.ContextTokens });
        var begun = clock.GetTimestamp();
        try
        {
            var loaded = await LoadOnServerAsync(model, either.Token);
            var took = clock.GetElapsedTime(begun);
            return await VerifiedAsync(model, loaded, took, cancellationToken);
        }
        catch (ServerException failure)
        {
            var entry = Entry(null) with { Model = model, LoadTime = clock.GetElapsedTime(begun) };
            return Failed(entry, Sentences(failure.Message, _loadedByUs is null ? await _givenUp.TakeBackAsync(model.Key) : null), failure.Cause ?? LoadFailureEvidence.CauseOf(failure.Message));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var entry = Entry(null) with { Model = model, LoadTime = clock.GetElapsedTime(begun) };
            return Failed(entry, Sentences($"Not loaded after {Duration.ToText(session.Content.Plan.Settings.Limits.Load)}, the plan's limit.", await GiveUpAsync(model)), LoadFailureCause.TimedOut);
        }
        catch (OperationCanceledException) when (_loadedByUs is null)
        {
            if (await GiveUpAsync(model) is { } found)
                watcher.On(new SessionEvent.Noticed($"The loading of {model.Key} was stopped. {found}"));
            throw;
        }
    }

    /// <summary>What still came of it. A server that is slower than our patience brings it later: then it is taken out before the next load.</summary>
    private async Task<string?> GiveUpAsync(LocalModel model)
    {
        var found = await _givenUp.AwaitAndTakeBackAsync(model.Key);
        if (found is null)
            session.GivenUp.Add(model.Key);
        return found;
    }

    private static JournalEntry.Load Failed(JournalEntry.Load entry, string reason, LoadFailureCause cause) => entry with { Failure = reason, FailureCause = cause };

    private static string Sentences(string first, string? second) => second is null ? first : $"{first} {second}";

    private async Task<LoadedModel> LoadOnServerAsync(LocalModel model, CancellationToken cancellationToken)
    {
        using var step = steps.Begin(RunStep.Load);
        var loaded = await server.LoadAsync(model, _options, cancellationToken);
        _loadedByUs = loaded.Instance.Id;
        return loaded;
    }

    private async Task<JournalEntry.Load> VerifiedAsync(LocalModel model, LoadedModel loaded, TimeSpan took, CancellationToken cancellationToken)
    {
        using var step = steps.Begin(RunStep.Verify);
        var models = await server.ListModelsAsync(cancellationToken);
        var listed = models.FirstOrDefault(one => one.Key == model.Key) ?? model;
        var entry = Loaded(listed, loaded, took);
        return LoadVerifier.Verify(_wanted, _options, loaded.Instance, models) is { } reason ? Failed(entry, reason, LoadFailureCause.NotAsAsked) : entry;
    }

    private JournalEntry.Load Loaded(LocalModel model, LoadedModel loaded, TimeSpan took) => Entry(loaded.Instance) with
    {
        Model = model,
        LoadId = string.Create(CultureInfo.InvariantCulture, $"{run.Id}#{session.NextLoad(run)}"),
        ContextTokens = model.Instances.FirstOrDefault(instance => instance.Id == loaded.Instance.Id)?.ContextTokens ?? loaded.Instance.ContextTokens,
        LoadTime = took,
        ReportedLoadTime = loaded.ReportedLoadTime,
        Runtime = loaded.Runtime,
    };

    private JournalEntry.Load Entry(LoadedInstance? instance) => new()
    {
        At = clock.GetUtcNow(),
        Run = run.Id,
        Variant = run.Variant.Id,
        InstanceId = instance?.Id,
        ContextTokens = instance?.ContextTokens,
    };
}
