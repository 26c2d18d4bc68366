using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers;

/// <summary>What each kind of server tells its owner to do.</summary>
public sealed class ServerWordsTests
{
    private static readonly Variant Variant = new()
    {
        Id = "q4",
        Model = "m",
        Quantization = "Q4_K_S",
        Format = ModelFormat.Gguf,
        Source = new VariantSource { Repository = "unsloth/MiniMax-M2.1-GGUF", File = "Q4_K_S" },
    };

    [Theory]
    [InlineData("LM Studio", "lms get https://huggingface.co/unsloth/MiniMax-M2.1-GGUF@Q4_K_S --gguf -y")]
    [InlineData("Ollama", "ollama pull hf.co/unsloth/MiniMax-M2.1-GGUF:Q4_K_S")]
    [InlineData("llama.cpp router", "hf download unsloth/MiniMax-M2.1-GGUF --include \"*Q4_K_S*\"")]
    [InlineData("another", "hf download unsloth/MiniMax-M2.1-GGUF --include \"*Q4_K_S*\"")]
    public void Each_has_its_own_line_to_fetch_with(string server, string line)
    {
        Assert.Equal(line, Of(server).Fetch(Missing(Variant)));
        Assert.Null(Of(server).Fetch(Missing(Variant with { Source = null })));
    }

    [Fact]
    public void A_whole_address_stays_as_it_is() =>
        Assert.Equal("lms get https://huggingface.co/a/b --mlx -y", Of("LM Studio").Fetch(Missing(Variant with { Format = ModelFormat.Mlx, Source = new VariantSource { Repository = "https://huggingface.co/a/b" } })));

    [Theory]
    [InlineData("LM Studio", "lms load q8 -c 8192", "lms unload q8", "Load it with: lms load q8")]
    [InlineData("Ollama", "ollama run q8 \"\"", "ollama stop q8", "Load it with: ollama run q8 \"\"")]
    [InlineData("llama.cpp router", "curl http://127.0.0.1:8080/models/load -H 'Content-Type: application/json' -d '{\"model\":\"q8\"}'", "curl http://127.0.0.1:8080/models/unload -H 'Content-Type: application/json' -d '{\"model\":\"q8\"}'", "Load it with: curl http://127.0.0.1:8080/models/load -H 'Content-Type: application/json' -d '{\"model\":\"q8\"}'")]
    [InlineData("llama.cpp", "have llama.cpp load q8", "have llama.cpp unload q8", "Start llama-server with -m <file.gguf>, then run again.")]
    [InlineData("vLLM", "have vLLM load q8", "have vLLM unload q8", "Start it with: vllm serve q8")]
    [InlineData("another", "have another load q8", "have another unload q8", "Load it in another, or start it with that model, then run again.")]
    public void Each_has_its_own_words_to_load_and_unload_with(string server, string load, string unload, string whenNotLoaded)
    {
        var words = Of(server);

        Assert.Equal((load, unload, whenNotLoaded), (words.Load("q8", 8192), words.Unload("q8"), words.WhenNotLoaded("q8")));
    }

    [Theory]
    [InlineData("Ollama", "OLLAMA_CONTEXT_LENGTH=8192")]
    [InlineData("llama.cpp", "--ctx-size 8192, times its --parallel")]
    [InlineData("vLLM", "--max-model-len 8192")]
    [InlineData("another", "write a smaller contextTokens into the plan")]
    public void Each_has_its_own_words_for_more_context(string server, string expected) => Assert.Contains(expected, Of(server).WhenContextIsTooSmall(8192), StringComparison.Ordinal);

    [Fact]
    public void A_router_that_holds_a_model_with_too_little_context_is_not_told_LM_Studios_words()
    {
        var held = new LocalModel { Key = "q8", Instances = [new LoadedInstance { Id = "q8", ContextTokens = 4096 }] };

        var reason = LoadVerifier.VerifyFound(held, new LoadOptions { ContextTokens = 8192 }, held.Instances[0], [held], Of("llama.cpp router"));

        Assert.Contains("unload it (curl http://127.0.0.1:8080/models/unload ", reason, StringComparison.Ordinal);
    }

    /// <summary>As the dialect opens it; nothing is asked.</summary>
    private static ServerWords Of(string name)
    {
        var dialect = name switch
        {
            "LM Studio" => LmStudioServer.Dialect,
            "Ollama" => OllamaServer.Dialect,
            "llama.cpp router" => LlamaCppRouter.Dialect,
            "llama.cpp" => LlamaCppServer.Dialect,
            "vLLM" => VllmServer.Dialect,
            _ => OpenAiCompatibleServer.Dialect,
        };
        var identity = new ServerIdentity { Kind = dialect.Kind, Name = name == "another" ? name : dialect.Name, Address = new Uri("http://127.0.0.1:8080/") };
        return dialect.Open(new ServerConnection(identity, new ControlChannel(identity.Address, null, TimeProvider.System), null, TimeProvider.System)).Words;
    }

    private static Resolution Missing(Variant variant) => VariantResolver.Resolve(new Plan { SchemaVersion = 1, Name = "one", Cases = [], Variants = [variant] }, [])[0];
}
