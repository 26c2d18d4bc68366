namespace LlmObs.Runner.Checks;

/// <summary>What the server itself reckons: told as its own word and judged by nobody, but where it says that it will refuse to load.</summary>
internal sealed class ServerEstimateCheck : ICheck
{
    public string Subject => "server's estimate";

    /// <summary>Asking takes seconds.</summary>
    public bool IsForEverySession => false;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (circumstances is not { Estimate: { } estimate, Server: { } server })
            return [];
        var words = $"{server.Identity.Name} itself estimates {estimate.Memory.Memory.ToBinaryString()} for {estimate.Variant.Id}, the largest; whether that is so nobody has seen";
        return
        [
            estimate.Memory.WillBeRefused
                ? new(Subject, CheckVerdict.Warning, $"{words}, and it will refuse to load it.", "Loosen the model loading guardrails in its settings, unload other models, or ask for less context.")
                : new(Subject, CheckVerdict.Ok, $"{words}."),
        ];
    }
}
