namespace LlmObs.Runner.Servers;

/// <summary>Tells LM Studio from other servers, and its versions before 0.4 from those with the native v1 API.</summary>
internal static class LmStudioGreeting
{
    /// <summary>Null when it is another kind of server. A real LM Studio tells no version.</summary>
    public static async Task<Greeting?> ReadAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var greeting = await probe.GetAsync("lmstudio-greeting", cancellationToken);
        if (!greeting.IsGood || greeting.Member("lmstudio") is not { ValueKind: System.Text.Json.JsonValueKind.True })
            return null;
        var simulator = greeting.TextMember("simulator");
        return new Greeting(simulator, IsSimulated: simulator is not null);
    }

    /// <summary>A list that is refused, for want of a key or for a fault, is there all the same. Asking for it loads nothing.</summary>
    public static async Task<bool> HasNativeApiAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var models = await probe.GetAsync("api/v1/models", cancellationToken);
        // what it does not know it answers with 200 and these words
        return models.Status != 404 && models.Error?.StartsWith("Unexpected endpoint", StringComparison.Ordinal) != true;
    }
}
