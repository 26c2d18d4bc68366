using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Was the right model loaded, and as asked? Compares what was wanted with what the server lists afterwards.</summary>
public static class LoadVerifier
{
    /// <summary>For a model that was just loaded. Null when all is right, else the reason in one sentence.</summary>
    /// <param name="instance">The instance the load call named, or the one found in memory.</param>
    /// <param name="nowListed">The server's models asked for again after loading. Never <c>/v1/models[0]</c>: it is whatever comes first.</param>
    public static string? Verify(LocalModel wanted, LoadOptions options, LoadedInstance instance, IReadOnlyList<LocalModel> nowListed) =>
        Verify(wanted, options, instance, nowListed, remedy: null);

    /// <summary>The same for one that was found in memory: how it is loaded is the owner's doing, and his to undo.</summary>
    public static string? VerifyFound(LocalModel wanted, LoadOptions options, LoadedInstance found, IReadOnlyList<LocalModel> nowListed, ServerWords words) =>
        Verify(wanted, options, found, nowListed, $"It was loaded before this session: unload it ({words.Unload(found.Id)}) and go on with --resume, then it is loaded as the plan asks.");

    /// <summary>The same on a server that loads nothing when asked. Flash attention is its own affair; a context too small is not: Ollama would cut prompts to it in silence.</summary>
    public static string? VerifyHeld(LocalModel wanted, LoadOptions options, LoadedInstance held, IReadOnlyList<LocalModel> nowListed, ServerWords words) =>
        Verify(wanted, options with { FlashAttention = null }, held, nowListed, words.WhenContextIsTooSmall(options.ContextTokens ?? 0));

    private static string? Verify(LocalModel wanted, LoadOptions options, LoadedInstance instance, IReadOnlyList<LocalModel> nowListed, string? remedy)
    {
        var holder = nowListed.FirstOrDefault(model => model.Instances.Any(other => other.Id == instance.Id));
        if (holder is null)
            return $"The server said that {wanted.Key} is loaded as \"{instance.Id}\", but it does not list such an instance.";
        var listed = holder.Instances.First(other => other.Id == instance.Id);
        return OtherModel(wanted, holder, instance.Id)
            ?? Duplicate(holder)
            ?? ContextTooSmall(wanted, options, listed.ContextTokens ?? instance.ContextTokens, remedy)
            ?? OtherFlashAttention(wanted, options, listed.FlashAttention ?? instance.FlashAttention, remedy)
            ?? OtherParallelSlots(wanted, options, listed.ParallelSlots ?? instance.ParallelSlots, remedy);
    }

    private static string? OtherModel(LocalModel wanted, LocalModel holder, string instanceId)
    {
        if (wanted.Quantization is { } quantization && holder.Quantization is { } held && !QuantizationName.AreEqual(quantization, held))
            return $"{wanted.Key} was asked for as {quantization}, but the loaded instance \"{instanceId}\" is {held}.";
        if (wanted.Format != holder.Format)
            return $"{wanted.Key} was asked for as {wanted.Format}, but the loaded instance \"{instanceId}\" is {holder.Format}.";
        return wanted.Key == holder.Key ? null : $"{wanted.Key} was asked for, but the loaded instance \"{instanceId}\" belongs to {holder.Key}.";
    }

    private static string? Duplicate(LocalModel holder)
    {
        var ids = string.Join(", ", holder.Instances.Select(one => one.Id));
        return holder.Instances.Count > 1
            ? FormattableString.Invariant($"{holder.Key} is loaded {holder.Instances.Count} times ({ids}): any of them might answer. Unload all but one.")
            : null;
    }

    /// <summary>A larger context than asked for is good; a smaller one was clamped, which LM Studio does in silence.</summary>
    private static string? ContextTooSmall(LocalModel wanted, LoadOptions options, int? context, string? remedy) =>
        options.ContextTokens is { } asked && context is { } got && got < asked
            ? FormattableString.Invariant($"{wanted.Key} was asked for with a context of {asked:N0} tokens, but is loaded with {got:N0}. {remedy ?? "Free memory or ask for less."}")
            : null;

    private static string? OtherFlashAttention(LocalModel wanted, LoadOptions options, bool? has, string? remedy) =>
        options.FlashAttention is { } asked && has is { } got && got != asked
            ? $"{wanted.Key} was asked for with flash attention {Word(asked)}, but is loaded with it {Word(got)}. {remedy}".TrimEnd()
            : null;

    /// <summary>What nobody tells was not proven to be as asked.</summary>
    private static string? OtherParallelSlots(LocalModel wanted, LoadOptions options, int? has, string? remedy) => (options.ParallelSlots, has) switch
    {
        (null, _) => null,
        ({ } asked, null) => FormattableString.Invariant($"{wanted.Key} was asked for with {asked} parallel slots, but the server does not say how many it has. Leave settings.parallelSlots out for it."),
        ({ } asked, { } got) when asked != got => FormattableString.Invariant($"{wanted.Key} was asked for with {asked} parallel slots, but is loaded with {got}. {remedy}").TrimEnd(),
        _ => null,
    };

    private static string Word(bool isOn) => isOn ? "on" : "off";
}
