using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Tests.Servers.Lms;

/// <summary>The form is that of the source of <c>lms</c>; the words of a busy instance are not listed there, so whatever is not idle is at work.</summary>
public sealed class LmsLoadedTests
{
    [Theory]
    [InlineData("[]", 0)]
    [InlineData("""[{"identifier":"a","status":"idle","queued":0,"parallel":4}]""", 0)]
    [InlineData("""[{"identifier":"a","status":"generating","queued":2},{"identifier":"b","status":"IDLE","queued":0}]""", 3)]
    [InlineData("""[{"identifier":"a","status":"processingPrompt"}]""", 1)]
    public void What_is_not_idle_or_waits_is_under_way(string json, int underWay) => Assert.Equal(underWay, LmsLoaded.UnderWay(json));

    [Theory, InlineData("""[{"identifier":"a"}]"""), InlineData("{}"), InlineData("No models are currently loaded.")]
    public void A_version_that_does_not_tell_leaves_it_unknown(string output) => Assert.Null(LmsLoaded.UnderWay(output));
}
