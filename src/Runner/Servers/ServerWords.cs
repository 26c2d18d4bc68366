using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>What an owner is told to do at his server. A dialect says it in the words of its kind; where it knows no better, these general ones hold.</summary>
public class ServerWords(ServerIdentity server)
{
    public ServerIdentity Server => server;

    /// <summary>What he types to bring a model into memory.</summary>
    public virtual string Load(string key, int? contextTokens) => $"have {server.Name} load {key}";

    /// <summary>What he types to take it out again.</summary>
    public virtual string Unload(string instanceId) => $"have {server.Name} unload {instanceId}";

    /// <summary>What he types to fetch a model himself; null where the plan does not say from where.</summary>
    public virtual string? Fetch(Resolution missing) => missing.Variant.Source is { } source
        ? $"hf download {source.Repository}{(source.File is null ? "" : $" --include \"*{source.File}*\"")}"
        : null;

    /// <summary>What to do where a model is wanted that is not in memory and is not loaded from here, in sentences.</summary>
    /// <param name="key">Null where any will do.</param>
    public virtual string WhenNotLoaded(string? key) => $"Load {(key is null ? "a model" : "it")} in {server.Name}, or start it with that model, then run again.";

    /// <summary>What to do where a loaded model has less context than this, on a server that loads nothing when asked.</summary>
    public virtual string WhenContextIsTooSmall(int tokens) => "Start the server with more, or write a smaller contextTokens into the plan.";

    /// <summary>What it may do unasked without telling, and what is done about that, a sentence; null where nothing is known of it.</summary>
    public virtual string? Unasked => null;

    /// <summary>Why its models' files are neither listed nor deleted from here, with what to do; null where they are.</summary>
    public virtual string? WhyNoFiles => $"Only LM Studio's model files are listed and deleted: where {server.Name} keeps its own is not known here. Look there.";
}
