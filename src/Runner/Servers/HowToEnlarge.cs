using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>What an owner does to give a model more context, on a server that loads nothing when asked.</summary>
internal static class HowToEnlarge
{
    public static string Of(ServerIdentity server, int tokens) => server.Kind switch
    {
        "ollama" => FormattableString.Invariant($"Ollama would cut a longer prompt in silence. Start it with OLLAMA_CONTEXT_LENGTH={tokens} (on a Mac: launchctl setenv OLLAMA_CONTEXT_LENGTH {tokens}, then start it again), load the model, and go on with --resume."),
        "llama_cpp" => FormattableString.Invariant($"Start llama-server with --ctx-size {tokens}, times its --parallel where slots share the context, and go on with --resume."),
        "vllm" => FormattableString.Invariant($"Start vLLM with --max-model-len {tokens} and go on with --resume."),
        _ => "Start the server with more, or write a smaller contextTokens into the plan.",
    };
}
