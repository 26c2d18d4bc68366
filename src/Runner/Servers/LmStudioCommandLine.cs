using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Programs;
using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Servers;

/// <summary>What only LM Studio's own command line can do: load with parallel slots, and load and unload at all where the server is older than 0.4.</summary>
internal sealed class LmStudioCommandLine(ServerIdentity server, LmsInstallation? lms, TimeProvider clock)
{
    private const string Flag = "--identifier";

    private readonly LmsProgram? _program = lms?.Program is { } path ? new LmsProgram(path, clock) : null;
    private bool _isSame;
    private TimeSpan? _listTime;

    /// <summary>Why nothing can be done with it, with what to do; null where it is there.</summary>
    public string? WhyNot => this switch
    {
        { IsServerHere: false } => $"{server.Name} runs on another machine than this, and its command line, lms, reaches only its own.",
        { _program: null } => $"LM Studio's command line, lms, was found neither on the PATH nor at {Path.Combine(lms?.Home ?? "~/.lmstudio", "bin", "lms")}. Run `npx lmstudio install-cli` or start LM Studio once, then try again.",
        _ => null,
    };

    private bool IsServerHere => server.Address.IsLoopback;

    /// <summary>Throws <see cref="ServerException"/> with its own words; <see cref="LoadGivenUpException"/> when it is cancelled.</summary>
    public async Task<LoadedModel> LoadAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var key = await KeyToLoadAsync(model, cancellationToken);
        var preparation = clock.GetElapsedTime(begun);
        var output = await _program!.LoadAsync(LoadArguments(key, options), options.Progress, cancellationToken);
        var asks = LmsWords.AsksForInput(output);
        if (output.End == ProgramEnd.Cancelled)
            throw new LoadGivenUpException(output.LastWords, asks, cancellationToken);
        if (!output.IsGood)
            throw new ServerException(Failure($"could not load {model.Key}", output)) { Cause = asks ? LoadFailureCause.WaitsForInput : LoadFailureEvidence.CauseOf(output.LastWords) };
        var words = $"{output.Errors}\n{output.Output}";
        return new LoadedModel
        {
            Instance = new LoadedInstance { Id = LmsWords.Identifier(words) ?? key },
            ReportedLoadTime = LmsWords.LoadTime(words),
            Call = LoadCall.CommandLine,
            Preparation = preparation,
            ProgramTime = _listTime,
        };
    }

    /// <summary>It says nothing with its exit code: an identifier it does not know ends in 0 as well. The caller looks whether the instance is gone.</summary>
    public async Task<string> UnloadAsync(string instanceId, CancellationToken cancellationToken)
    {
        await ProveSameAsync(cancellationToken);
        var output = await _program!.AskAsync(cancellationToken, "unload", instanceId);
        cancellationToken.ThrowIfCancellationRequested();
        return output.IsGood ? output.LastWords : throw new ServerException(Failure($"could not unload {instanceId}", output));
    }

    /// <summary>The models it lists. Throws <see cref="ServerException"/>.</summary>
    public async Task<IReadOnlyList<LmsModel>> ListAsync(CancellationToken cancellationToken)
    {
        await ProveSameAsync(cancellationToken);
        var begun = clock.GetTimestamp();
        var output = await AskAsync(cancellationToken, "ls", "--json");
        _listTime = clock.GetElapsedTime(begun);
        return output.IsGood && LmsModel.Read(output.Output) is { } models ? models : throw new ServerException(Failure("did not list the models", output));
    }

    /// <summary>What it does for whomever; null where it does not tell. Throws <see cref="ServerException"/>.</summary>
    public async Task<ServerActivity?> ActivityAsync(CancellationToken cancellationToken)
    {
        var output = await AskAsync(cancellationToken, "ps", "--json");
        return output.IsGood && LmsLoaded.UnderWay(output.Output) is { } underWay ? new ServerActivity { UnderWay = underWay } : null;
    }

    /// <summary>One question and its answer, once it is proven that it speaks of this server. Throws <see cref="ServerException"/>.</summary>
    public async Task<ProgramOutput> AskAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await ProveSameAsync(cancellationToken);
        var output = await _program!.AskAsync(cancellationToken, arguments);
        cancellationToken.ThrowIfCancellationRequested();
        return output;
    }

    /// <summary>lms speaks with the LM Studio of this machine, whatever listens at the address: a tunnel to another one must not be taken for it.</summary>
    private async Task ProveSameAsync(CancellationToken cancellationToken)
    {
        if (WhyNot is { } reason)
            throw new ServerException(reason);
        if (_isSame)
            return;
        var output = await _program!.AskAsync(cancellationToken, "server", "status", "--json");
        cancellationToken.ThrowIfCancellationRequested();
        if (!output.IsGood || LmsServerStatus.Read(output.Output) is not { } status)
            throw new ServerException(Failure("did not say where its server listens", output));
        if (status is not { Running: true } || status.Port != server.Address.Port)
            throw new ServerException(string.Create(CultureInfo.InvariantCulture, $"{_program.Path} speaks with an LM Studio whose server {Where(status)}, not with the one at {ServerAddress.Display(server.Address)}. Name that server with --server, or load the model where it runs."));
        _isSame = true;
    }

    /// <summary>
    /// lms takes a key it does not know for a search and loads the first that is like it, so only what it lists by that very name is asked for.
    /// Of a model with several quantizations it knows the name of the model, and loads the one chosen in the app.
    /// </summary>
    private async Task<string> KeyToLoadAsync(LocalModel model, CancellationToken cancellationToken)
    {
        var listed = (await ListAsync(cancellationToken)).Where(one => one.DeviceIdentifier is null).ToList();
        if (listed.Find(one => one.ModelKey == model.Key) is { } itself)
            return itself.ModelKey;
        if (listed.Find(one => one.SelectedVariant == model.Key) is { } selected)
            return selected.ModelKey;
        throw new ServerException(listed.Exists(one => one.Variants?.Contains(model.Key, StringComparer.Ordinal) ?? false)
            ? $"{_program!.Path} loads of a model with several quantizations only the one chosen in the app. Choose {model.Quantization ?? model.Key} for this model under My Models, then run again."
            : $"{_program!.Path} lists no model {model.Key} on this machine, and would load another one that is like it. Run `lms ls` to see what it has.")
        {
            Cause = LoadFailureCause.MissingFile,
        };
    }

    private static List<string> LoadArguments(string key, LoadOptions options)
    {
        List<string> arguments = ["load", key, "--gpu", "max", Flag, key, "-y"];
        if (options.ContextTokens is { } context)
            arguments.AddRange(["--context-length", context.ToString(CultureInfo.InvariantCulture)]);
        if (options.ParallelSlots is { } slots)
            arguments.AddRange(["--parallel", slots.ToString(CultureInfo.InvariantCulture)]);
        return arguments;
    }

    private string Failure(string what, ProgramOutput output)
    {
        var how = output.End switch
        {
            ProgramEnd.NotStarted => output.Problem!,
            ProgramEnd.TimedOut => string.Create(CultureInfo.InvariantCulture, $"{_program!.Path} {what}: nothing came within {LmsProgram.QueryLimit.TotalSeconds:0} s."),
            _ => string.Create(CultureInfo.InvariantCulture, $"{_program!.Path} {what} (it ended with {output.ExitCode})."),
        };
        return output.LastWords.Length > 0 ? $"{how} It said: {output.LastWords}" : how;
    }

    private static string Where(LmsServerStatus status) => status.Running ? string.Create(CultureInfo.InvariantCulture, $"listens on port {status.Port}") : "does not run";
}
