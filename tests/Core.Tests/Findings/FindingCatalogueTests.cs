using LlmObs.Findings;
using LlmObs.Results;
using static LlmObs.Tests.Results.SmallSession;

namespace LlmObs.Tests.Findings;

/// <summary>What holds of every rule.</summary>
public sealed class FindingCatalogueTests
{
    public static TheoryData<string> Codes { get; } = [.. FindingCatalogue.All.Select(rule => rule.Code)];

    [Theory, MemberData(nameof(Codes))]
    public void A_rule_speaks_where_its_trap_is_with_evidence_and_remedy(string code)
    {
        var finding = Rule(code).Judge(Traps.All[code]);

        Assert.NotNull(finding);
        Assert.Equal(code, finding.Rule);
        Assert.NotEmpty(finding.Seen);
        Assert.All(finding.Seen, one => Assert.False(string.IsNullOrWhiteSpace(one.Where)));
        Assert.EndsWith(".", finding.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_rule_is_silent_on_a_clean_session(string code) => Assert.Null(Rule(code).Judge(CleanSession.Evidence));

    /// <summary>One thing wrong is one finding; only old files lack more than that.</summary>
    [Theory, MemberData(nameof(Codes))]
    public void A_trap_is_found_by_its_own_rule_alone(string code)
    {
        var evidence = Traps.All[code];

        if (!evidence.IsImported)
            Assert.Equal([code], FindingCatalogue.Judge(evidence).Select(finding => finding.Rule));
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_rule_bears_a_result_of_which_nothing_is_known(string code)
    {
        Assert.Null(Rule(code).Judge(new Evidence { Subject = "nothing", Requests = [] }));
        Assert.Null(Rule(code).Judge(new Evidence { Subject = "one failure", Requests = [new RequestSeen { Id = "1", Case = "a", Load = "1", Outcome = "failed" }] }));
    }

    [Fact]
    public void Every_code_is_there_once() => Assert.Equal(Traps.All.Keys.Order(StringComparer.Ordinal), FindingCatalogue.All.Select(rule => rule.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void The_gravest_comes_first()
    {
        var severities = FindingCatalogue.Judge(Traps.All["wrong-model"] with { IsSimulated = true, ClockResolutionSeconds = 0.0156 }).Select(finding => finding.Severity);

        Assert.Equal([FindingSeverity.Serious, FindingSeverity.Warning, FindingSeverity.Note], severities);
    }

    [Fact]
    public void A_session_is_judged_from_its_journal()
    {
        var clean = Assert.Single(JudgedResults.From(Header, CleanSession.Plan, CleanSession.Entries));
        var once = Assert.Single(JudgedResults.From(Header, CleanSession.Plan, [.. CleanSession.Entries.Where(entry => entry.Run == "1/alpha-q4")]));

        Assert.Empty(clean.Findings);
        Assert.Equal(["too-few-loads"], once.Findings.Select(finding => finding.Rule));
    }

    private static IFindingRule Rule(string code) => FindingCatalogue.All.Single(rule => rule.Code == code);
}
