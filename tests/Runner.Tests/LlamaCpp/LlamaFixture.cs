namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>The real llama.cpp of a test class, with the files of its random model. Absent: the tests skip, or fail where it is required.</summary>
public sealed class LlamaFixture : IDisposable
{
    private const string RequiredVariable = "LLMOBS_REQUIRE";

    public LlamaTools Tools { get; } = LlamaTools.Find();

    public LlamaModels Models => field ??= new LlamaModels(Tools, new RandomLlama());

    /// <summary>First line of each test that needs it.</summary>
    public void Demand()
    {
        var isRequired = Environment.GetEnvironmentVariable(RequiredVariable)?.Contains("llama", StringComparison.Ordinal) == true;
        if (isRequired)
            Assert.True(Tools.Available, Tools.WhyNot);
        Assert.SkipUnless(Tools.Available, Tools.WhyNot ?? "");
    }

    public void Dispose() => Models.Dispose();
}
