using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>A load that was given up may have succeeded all the same, or still do: what is new in memory is ours and goes out again.</summary>
internal sealed class GivenUpLoad(ILlmServer server, TimeProvider clock)
{
    private const int MostLooks = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The server did not answer when it was looked: what is in its memory is not known.</summary>
    public bool IsServerAway { get; private set; }

    /// <summary>For a load the server refused or whose outcome could not be read: it is there now or it is not. What was found, in words; null when nothing.</summary>
    public Task<string?> TakeBackAsync(string key) => TakeBackAsync(key, _ => true, looks: 1);

    /// <summary>For one that was given up earlier: with another context than was asked for its owner has loaded it since.</summary>
    public Task<string?> TakeBackAsync(string key, int? contextTokens) =>
        TakeBackAsync(key, instance => contextTokens is null || instance.ContextTokens is null || instance.ContextTokens == contextTokens, looks: 1);

    /// <summary>For an aborted one: a server that ignores the abort has it in memory a little later.</summary>
    public Task<string?> AwaitAndTakeBackAsync(string key) => TakeBackAsync(key, _ => true, MostLooks);

    private async Task<string?> TakeBackAsync(string key, Func<LoadedInstance, bool> isOurs, int looks)
    {
        try
        {
            for (var look = 1; look <= looks; look++)
            {
                if (await UnloadAllAsync(key, isOurs) is { Count: > 0 } unloaded)
                    return $"It was loaded all the same as {string.Join(", ", unloaded)}, and unloaded again.";
                if (look < looks)
                    await Task.Delay(Pause, clock, CancellationToken.None);
            }
            return null;
        }
        catch (ServerException silent)
        {
            IsServerAway = true;
            return $"Whether {key} is in memory now is not known: {silent.Message}";
        }
    }

    private async Task<IReadOnlyList<string>> UnloadAllAsync(string key, Func<LoadedInstance, bool> isOurs)
    {
        var models = await server.ListModelsAsync(CancellationToken.None);
        List<LoadedInstance> instances = [.. (models.FirstOrDefault(model => model.Key == key)?.Instances ?? []).Where(isOurs)];
        foreach (var instance in instances)
            await server.UnloadAsync(instance.Id, CancellationToken.None);
        return [.. instances.Select(instance => instance.Id)];
    }
}
