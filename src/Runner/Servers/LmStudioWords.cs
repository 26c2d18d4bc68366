using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>LM Studio's words: its command line's.</summary>
internal class LmStudioWords(ServerIdentity server) : ServerWords(server)
{
    public override string Load(string key, int? contextTokens) => $"lms load {key}{(contextTokens is { } context ? string.Create(CultureInfo.InvariantCulture, $" -c {context}") : "")}";

    public override string Unload(string instanceId) => $"lms unload {instanceId}";

    public override string? Fetch(Resolution missing) => missing.Variant.Source is null ? null : missing.FetchLine;

    public override string WhenNotLoaded(string? key) => $"Load {(key is null ? "one" : "it")} with: {Load(key ?? "<model>", contextTokens: null)}";

    public override string Unasked => "Its API does not tell whether it loads just in time (JIT): every answer is checked for its model instead.";

    public override string? WhyNoFiles => null;
}
