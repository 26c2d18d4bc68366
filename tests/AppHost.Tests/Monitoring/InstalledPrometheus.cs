using LlmObs.AppHost.Monitoring;

namespace LlmObs.AppHost.Tests.Monitoring;

/// <summary>The real Prometheus of this machine.</summary>
internal static class InstalledPrometheus
{
    private const string WhyNot = "There is no prometheus on the PATH: apt install prometheus, or brew install prometheus.";

    /// <summary>First line of each test that needs it: the test skips without it, or fails where LLMOBS_REQUIRE names it.</summary>
    public static string Demand()
    {
        var program = new OnPath(Environment.GetEnvironmentVariable("PATH")).Find("prometheus");
        if (Environment.GetEnvironmentVariable("LLMOBS_REQUIRE")?.Contains("prometheus", StringComparison.Ordinal) == true)
            Assert.True(program is not null, WhyNot);
        Assert.SkipWhen(program is null, WhyNot);
        return program;
    }
}
