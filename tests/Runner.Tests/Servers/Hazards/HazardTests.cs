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

    public static TheoryData<string> Scenarios => [.. HazardCatalogue.All.Select(hazard => hazard.Name)];

    public static TheoryData<string> WithText => [.. HazardCatalogue.All.Where(hazard => hazard.Expected.FirstTokenWrite is not null).Select(hazard => hazard.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Every_scenario_comes_to_its_outcome_and_nothing_of_it_is_lost(string name)
    {
        var hazard = HazardCatalogue.Find(name)!;

        var (timeline, truth) = await server.AskAsync(hazard, TestContext.Current.CancellationToken);

        Assert.Equal(Facts.Expected(hazard.Expected), Facts.Seen(timeline));
        var reason = RequestOutcome.Of(timeline).Reason ?? "";
        Assert.Contains(hazard.Expected.ReasonContains ?? "", reason, StringComparison.Ordinal);
        Assert.Equal(1, truth.Requests);
    }

    [Theory]
    [MemberData(nameof(WithText))]
    public async Task The_first_and_the_last_token_have_the_time_of_their_writes(string name)
    {
        var hazard = HazardCatalogue.Find(name)!;
        var delays = new List<(TimeSpan First, TimeSpan Last)>();
        do
        {
            var (timeline, truth) = await server.AskAsync(hazard, TestContext.Current.CancellationToken);
            var tokens = timeline.Events.Where(seen => seen.TextBytes > 0).ToList();
            delays.Add((Delay(timeline, tokens[0], truth, hazard.Expected.FirstTokenWrite), Delay(timeline, tokens[^1], truth, hazard.Expected.LastTokenWrite)));
            Assert.Equal(tokens[0].At, RequestMeasurement.Of(timeline).TimeToFirstToken);
        }
        while (delays.Count < Attempts && !delays.Exists(IsInTime));

        Assert.All(delays, delay => Assert.True(delay.First > -Early && delay.Last > -Early, $"A token before it was written: {delay}"));
        Assert.True(delays.Exists(IsInTime), $"Each time later than its write by {string.Join(", ", delays)}");
    }

    private static bool IsInTime((TimeSpan First, TimeSpan Last) delay) => delay.First < Late && delay.Last < Late;

    /// <summary>From just before the write to the time the client gave the token, both by the same monotonic clock.</summary>
    private static TimeSpan Delay(RequestTimeline timeline, TimelineEvent token, HazardRecord truth, int? write) =>
        token.At - TimeProvider.System.GetElapsedTime(timeline.SentTimestamp, truth.Writes[write!.Value]);
}
