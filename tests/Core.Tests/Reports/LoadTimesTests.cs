using LlmObs.Conditions;
using LlmObs.Reports;
using LlmObs.Results;

namespace LlmObs.Tests.Reports;

/// <summary>Which load times stand together.</summary>
public sealed class LoadTimesTests
{
    private static readonly VariantResult Result = ReportedSession.Results[0];

    [Fact]
    public void Loads_through_a_program_are_never_averaged_with_those_over_HTTP()
    {
        var times = LoadTimes.Of(Result with { Loads = [Load(10, LoadCall.Http), Load(12, null), Load(30, LoadCall.CommandLine)] });

        Assert.Equal([10.0, 12.0], times.Values);
        Assert.Equal((false, "11.0"), (times.IsByCommandLine, times.Words));
    }

    [Fact]
    public void Where_there_are_no_others_they_stand_and_are_called_so()
    {
        var times = LoadTimes.Of(Result with { Loads = [Load(30, LoadCall.CommandLine), Load(3, LoadCall.CommandLine) with { Kind = LoadKind.Cached }] });

        Assert.Equal(("30.0 (cached 3.00) by program", "30.0 by program"), (times.Words, times.ShortWords));
    }

    [Fact]
    public void The_report_says_what_is_in_such_a_time()
    {
        var result = Result with { Loads = [Load(30, LoadCall.CommandLine) with { ProgramSeconds = 0.8 }] };

        Assert.Contains("through the server's command line program, whose own start is in the load time: just before, it took 0.80 s for a question", VariantReport.Render(ReportedSession.Header, result), StringComparison.Ordinal);
        Assert.Contains("Load s *by program* is of loads through the server's command line program", SummaryReport.Render(ReportedSession.Header, ReportedSession.Plan, [result]), StringComparison.Ordinal);
    }

    private static LoadResult Load(double seconds, LoadCall? call) => Result.Loads[0] with { WasLoadedBefore = false, Failure = null, LoadSeconds = seconds, Call = call, Kind = null };
}
