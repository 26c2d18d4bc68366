using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers;

public sealed class HowToUnloadTests
{
    [Theory]
    [InlineData("lm_studio", "lms unload q8")]
    [InlineData("llama_cpp", "curl http://127.0.0.1:8080/models/unload -H 'Content-Type: application/json' -d '{\"model\":\"q8\"}'")]
    [InlineData("other", "have Router unload q8")]
    public void Each_kind_of_server_has_its_own_words(string kind, string expected) => Assert.Equal(expected, HowToUnload.Of(Server(kind), "q8"));

    [Fact]
    public void A_router_that_holds_a_model_with_too_little_context_is_not_told_LM_Studios_words()
    {
        var held = new LocalModel { Key = "q8", Instances = [new LoadedInstance { Id = "q8", ContextTokens = 4096 }] };

        var reason = LoadVerifier.VerifyFound(held, new LoadOptions { ContextTokens = 8192 }, held.Instances[0], [held], Server("llama_cpp"));

        Assert.Contains("unload it (curl http://127.0.0.1:8080/models/unload ", reason, StringComparison.Ordinal);
    }

    private static ServerIdentity Server(string kind) => new() { Kind = kind, Name = "Router", Address = new Uri("http://127.0.0.1:8080/") };
}
