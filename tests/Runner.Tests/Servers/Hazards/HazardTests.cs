using LlmObs.Measurements;
using LlmObs.Simulator.Hazards;

namespace LlmObs.Runner.Tests.Servers.Hazards;

/// <summary>The measured path through every scenario of the catalogue: outcome, text, usage, and the times of the first and last token.</summary>
public sealed class HazardTests(HazardServer server) : IClassFixture<HazardServer>
{
    /// <summary>The clock of a timeline has a tenth of a microsecond, and nothing comes before it was sent.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMicroseconds(1);

    /// <summary>Less than a scenario's pause, so that no other write can be meant.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    /// <summary>A busy machine may delay a read now and then; a reader that takes the wrong one does so every time.</summary>
    private const int Attempts = 4;

    public static TheoryData<string> Rows => [.. PageOfHazards.Rows.Select(row => row.Scenario)];

    [Fact]
    public void Every_scenario_has_its_row_and_every_row_its_scenario() =>
        Assert.Equal(HazardCatalogue.All.Select(hazard => hazard.Name), PageOfHazards.Rows.Select(row => row.Scenario));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_row_comes_to_its_outcome_its_tokens_have_the_time_of_their_writes_and_nothing_is_lost(string name)
    {
        var hazard = HazardCatalogue.Find(name)!;
        var delays = new List<(TimeSpan First, TimeSpan Last)>();
        do
        {
            var (timeline, truth) = await server.AskAsync(hazard, TestContext.Current.CancellationToken);

            ComesToItsOutcome(timeline, hazard, PageOfHazards.Of(name));
            Assert.Equal(1, truth.Requests);
            if (hazard.Expected.FirstTokenWrite is not null)
                delays.Add(Delays(timeline, truth, hazard.Expected));
        }
        while (delays.Count is > 0 and < Attempts && !delays.Exists(IsInTime));

        Assert.All(delays, delay => Assert.True(delay.First > -Early && delay.Last > -Early, $"A token before it was written: {delay}"));
        Assert.True(delays.Count == 0 || delays.Exists(IsInTime), $"Each time later than its write by {string.Join(", ", delays)}");
    }

    private static void ComesToItsOutcome(RequestTimeline timeline, Hazard hazard, HazardRow row)
    {
        Assert.Equal(Facts.Expected(hazard.Expected), Facts.Seen(timeline, hazard.Expected));
        Assert.Equal((row.Promised, row.Measured), (HazardRow.Kept(timeline), HazardRow.Figures(timeline)));
        var reason = RequestOutcome.Of(timeline).Reason ?? "";
        Assert.Contains(hazard.Expected.ReasonContains ?? "", reason, StringComparison.Ordinal);
        Assert.Equal(row.Words, hazard.Expected.ReasonContains ?? "");
    }

    private static (TimeSpan First, TimeSpan Last) Delays(RequestTimeline timeline, HazardRecord truth, HazardExpectation expected)
    {
        var tokens = timeline.Events.Where(seen => seen.TextBytes > 0).ToList();
        Assert.Equal(tokens[0].At, RequestMeasurement.Of(timeline).TimeToFirstToken);
        // of text that is repeated for ever no write is the last
        var last = expected.RepeatedAnswer is null ? tokens[^1] : tokens.First(token => token.At > tokens[0].At);
        return (Delay(timeline, tokens[0], truth, expected.FirstTokenWrite), Delay(timeline, last, truth, expected.LastTokenWrite));
    }

    private static bool IsInTime((TimeSpan First, TimeSpan Last) delay) => delay.First < Late && delay.Last < Late;

    /// <summary>From just before the write to the time the client gave the token, both by the same monotonic clock.</summary>
    private static TimeSpan Delay(RequestTimeline timeline, TimelineEvent token, HazardRecord truth, int? write) =>
        token.At - TimeProvider.System.GetElapsedTime(timeline.SentTimestamp, truth.Writes[write!.Value]);
}
