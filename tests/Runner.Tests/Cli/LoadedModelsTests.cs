using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Cli;

public sealed class LoadedModelsTests
{
    private static readonly ServerWords LmStudio = new LmStudioWords(new ServerIdentity { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://127.0.0.1:1234/") });
    private readonly List<string> _mistakes = [];

    [Fact]
    public void The_only_loaded_model_needs_no_name() =>
        Assert.Equal("b", LoadedModels.Pick(null, [Model("a"), Model("b", isLoaded: true)], LmStudio, _mistakes)?.Key);

    [Fact]
    public void Several_loaded_models_are_listed()
    {
        Assert.Null(LoadedModels.Pick(null, [Model("a", isLoaded: true), Model("b", isLoaded: true), Model("c")], LmStudio, _mistakes));

        Assert.Equal("LM Studio offers several models: a, b. Name one with --model.", Assert.Single(_mistakes));
    }

    [Fact]
    public void A_model_that_is_not_loaded_is_never_loaded_unasked()
    {
        Assert.Null(LoadedModels.Pick("qwen/coder@q4_k_m", [Model("qwen/coder@q4_k_m"), Model("b", isLoaded: true)], LmStudio, _mistakes));

        Assert.Equal("--model: \"qwen/coder@q4_k_m\" is not loaded, and none is loaded unasked. Load it with: lms load qwen/coder@q4_k_m", Assert.Single(_mistakes));
    }

    [Fact]
    public void Nothing_loaded_says_how_to_load()
    {
        Assert.Null(LoadedModels.Pick(null, [Model("a")], LmStudio, _mistakes));

        Assert.Contains("lms load a", Assert.Single(_mistakes), StringComparison.Ordinal);
    }

    [Theory, InlineData("qwen/coder@q4"), InlineData("coder"), InlineData("Coder@Q4"), InlineData("my-instance")]
    public void A_model_is_found_by_key_short_name_or_instance(string name)
    {
        var model = Model("qwen/coder@q4") with { Instances = [new LoadedInstance { Id = "my-instance" }] };

        Assert.Same(model, LoadedModels.Pick(name, [model, Model("other", isLoaded: true)], LmStudio, _mistakes));
    }

    [Fact]
    public void A_name_that_is_nowhere_is_answered_with_the_nearest()
    {
        Assert.Null(LoadedModels.Pick("codr", [Model("coder", isLoaded: true)], LmStudio, _mistakes));

        Assert.Contains("Did you mean \"coder\"?", Assert.Single(_mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loaded_model_of_a_server_that_names_no_quantization_makes_an_ad_hoc_plan_that_finds_it_again()
    {
        var model = Model("mistral-7b-instruct", isLoaded: true);

        var plan = AdHocPlan.Create(model, new AdHocOptions());

        Assert.Same(model, Assert.Single(VariantResolver.Resolve(plan, [model])).Model);
    }

    private static LocalModel Model(string key, bool isLoaded = false) => new() { Key = key, Instances = isLoaded ? [new LoadedInstance { Id = key }] : [] };
}
