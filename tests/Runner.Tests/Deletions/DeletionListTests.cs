using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Deletions;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Deletions;

public sealed class DeletionListTests : IDisposable
{
    private const string File = "demo/demo-coder-GGUF/demo-coder-Q8_0.gguf";

    private static readonly Variant Q8 = SessionPlans.Q8 with { Source = new VariantSource { Repository = "demo/demo-coder-GGUF", File = "Q8_0" } };

    private static readonly LocalModel Listed = new() { Key = SessionPlans.Key, Publisher = "demo", Quantization = "Q8_0", Format = ModelFormat.Gguf, FileSize = new DataSize(1000) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_measured_variants_files_may_go()
    {
        var path = _folder.Write(File, 1000);

        var candidate = Judge(Listed);

        Assert.Empty(candidate.Refusals);
        Assert.Equal([path], candidate.Stored!.Files);
    }

    [Theory]
    [InlineData(VariantStage.Begun, false, null, "it is not completely measured (0 blocks are)")]
    [InlineData(VariantStage.Waiting, false, null, "it is not completely measured (0 blocks are)")]
    [InlineData(VariantStage.Running, false, null, "it is not completely measured (0 blocks are)")]
    [InlineData(VariantStage.Done, true, null, "it is measured on the Simulator only")]
    [InlineData(VariantStage.Done, false, "a request failed", "not all of it was measured: a request failed")]
    public void What_is_not_completely_measured_stays_unless_that_is_meant(VariantStage stage, bool isSimulated, string? reason, string expected)
    {
        _folder.Write(File, 1000);
        var progress = new VariantProgress { Variant = Q8, Stage = stage, IsSimulated = isSimulated, Reason = reason };

        Assert.Equal([expected], Judge(Listed, progress).Refusals);
        Assert.Empty(Judge(Listed, progress, isEvenUnmeasured: true).Refusals);
    }

    [Fact]
    public void What_is_loaded_stays_even_then()
    {
        _folder.Write(File, 1000);

        var candidate = Judge(Listed with { Instances = [new LoadedInstance { Id = "coder:2" }] }, isEvenUnmeasured: true);

        Assert.Equal(["it is loaded; unload it first: lms unload coder:2"], candidate.Refusals);
    }

    [Fact]
    public void What_the_server_does_not_list_or_has_in_another_size_need_not_be_what_it_measured()
    {
        _folder.Write(File, 1000);

        Assert.Equal(["LM Studio does not list it, so that these need not be the files it measures"], Judge(null).Refusals);
        Assert.Equal(["its files have 1 kB, but LM Studio says 9 kB"], Judge(Listed with { FileSize = new DataSize(9000) }).Refusals);
    }

    [Fact]
    public void What_another_variant_needs_too_stays()
    {
        _folder.Write(File, 1000);
        var plan = SessionPlans.Of(Q8, Q8 with { Id = "q8-again" });

        var list = List(Listed).Of(plan, [Done(plan.Variants[0])], new Selection { Variants = ["q8"] });

        Assert.Equal(["q8-again has the same files"], Assert.Single(list).Refusals);
    }

    [Fact]
    public void Two_copies_are_not_chosen_between()
    {
        _folder.Write(File, 1000);
        _folder.Write("demo/demo-coder-GGUF/other-Q8_0.gguf", 1000);

        Assert.Contains(Judge(Listed).Refusals, reason => reason.StartsWith("several models match it: demo/demo-coder-GGUF/demo-coder-Q8_0.gguf, demo/demo-coder-GGUF/other-Q8_0.gguf", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_a_link_stays()
    {
        var real = _folder.Write("elsewhere/x.gguf", 1000);
        var link = Path.Combine(_folder.Path, File);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        System.IO.File.CreateSymbolicLink(link, real);

        Assert.Contains(Judge(Listed with { FileSize = null }).Refusals, reason => reason.Contains("is a link", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../..")]
    [InlineData("demo/demo-coder-GGUF/../../..")]
    [InlineData("/")]
    [InlineData("demo")]
    public void A_source_that_leads_astray_finds_nothing(string repository)
    {
        _folder.Write(File, 1000);
        var astray = Q8 with { Source = new VariantSource { Repository = repository }, Match = new MatchRule { Names = ["nothing"] } };

        var candidate = Assert.Single(List(Listed).Of(SessionPlans.Of(astray), [Done(astray)], new Selection()));

        Assert.Null(candidate.Stored);
        Assert.StartsWith("nothing of it lies in", Assert.Single(candidate.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_source_it_is_found_as_the_plan_matches_models()
    {
        _folder.Write(File, 1000);
        var plain = Q8 with { Source = null, Match = new MatchRule { Names = ["*demo-coder*"] } };

        Assert.Single(Assert.Single(List(Listed).Of(SessionPlans.Of(plain), [Done(plain)], new Selection())).Stored!.Files);
    }

    private static VariantProgress Done(Variant variant) => new() { Variant = variant, Stage = VariantStage.Done };

    private DeletionList List(LocalModel? listed, bool isEvenUnmeasured = false) => new(
        ModelFolderScan.Of(_folder.Path),
        new LmStudioWords(new ServerIdentity { Kind = "lm_studio", Name = "LM Studio", Address = new Uri("http://127.0.0.1:1234/") }),
        listed is null ? [] : [listed],
        isEvenUnmeasured);

    private DeletionCandidate Judge(LocalModel? listed, VariantProgress? progress = null, bool isEvenUnmeasured = false) =>
        Assert.Single(List(listed, isEvenUnmeasured).Of(SessionPlans.Of(Q8), [progress ?? Done(Q8)], new Selection()));
}
