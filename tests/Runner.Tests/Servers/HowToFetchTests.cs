using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers;

public sealed class HowToFetchTests
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
    [InlineData("lm_studio", "lms get https://huggingface.co/unsloth/MiniMax-M2.1-GGUF@Q4_K_S --gguf -y")]
    [InlineData("ollama", "ollama pull hf.co/unsloth/MiniMax-M2.1-GGUF:Q4_K_S")]
    [InlineData("llama_cpp", "hf download unsloth/MiniMax-M2.1-GGUF --include \"*Q4_K_S*\"")]
    [InlineData("mlx", "hf download unsloth/MiniMax-M2.1-GGUF --include \"*Q4_K_S*\"")]
    public void Each_kind_of_server_has_its_own_line(string kind, string line) => Assert.Equal(line, HowToFetch.Of(Server(kind), Missing(Variant)));

    [Fact]
    public void Without_a_source_there_is_none() => Assert.Null(HowToFetch.Of(Server("lm_studio"), Missing(Variant with { Source = null })));

    [Fact]
    public void A_whole_address_stays_as_it_is() =>
        Assert.Equal("lms get https://huggingface.co/a/b --mlx -y", HowToFetch.Of(Server("lm_studio"), Missing(Variant with { Format = ModelFormat.Mlx, Source = new VariantSource { Repository = "https://huggingface.co/a/b" } })));

    private static Resolution Missing(Variant variant) => VariantResolver.Resolve(new Plan { SchemaVersion = 1, Name = "one", Cases = [], Variants = [variant] }, [])[0];

    private static ServerIdentity Server(string kind) => new() { Kind = kind, Name = kind, Address = new Uri("http://127.0.0.1:1/") };
}
