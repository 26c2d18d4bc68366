using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Tests.Results.SweepEntries;

namespace LlmObs.Tests.Results;

public sealed class ParallelSweepCourseTests
{
    private const double Tick = 1e-9;
    private static readonly ParallelSweep Sweep = new() { MaximumStreams = 8, TimeToFirstTokenBound = TimeSpan.FromSeconds(1) };

    [Fact]
    public void Levels_double_until_together_they_are_no_faster()
    {
        Assert.Equal((1, 1), Of().Next);
        Assert.Equal((2, 1), Of(Level(1, 10)).Next);
        Assert.Equal((4, 1), Of(Level(1, 10), Level(2, 10)).Next);

        var over = Of(Level(1, 10), Level(2, 10), Level(4, 25));

        Assert.Equal((null, ParallelStop.NoGain, 2), (over.Next, over.Stop, over.BestStreams));
    }

    [Fact]
    public void Together_is_what_all_streams_brought_while_all_were_under_way()
    {
        // four rounds of 1100 ms: 2 × 4 × 101 tokens within 4 × 1100 ms and the three milliseconds between
        var level = Of(Level(1, 10), Level(2, 10)).Levels[1];

        Assert.Equal(8 * 101 / 4.403, level.OutputTokensPerSecond!.Value, 3);
        Assert.Equal((2, 8, 0), (level.Streams, level.Requests, level.NotCompleted));
        Assert.Equal(100, level.DecodeTokensPerSecond!.Mean, 6);
    }

    [Fact]
    public void A_level_that_was_cut_short_is_measured_again_whole_and_its_part_counts_nowhere()
    {
        var cut = Of(Level(1, 10), Level(2, 10, cutTo: 5));
        var again = Of(Level(1, 10), Level(2, 500, cutTo: 5), Level(2, 10, attempt: 2));

        Assert.Equal(((2, 2), 1), (cut.Next, cut.Levels.Count));
        Assert.Equal((8, 100.0), (again.Levels[1].Requests, Math.Round(again.Levels[1].DecodeTokensPerSecond!.Mean, 6)));
    }

    [Fact]
    public void A_first_token_that_comes_too_late_ends_it()
    {
        var over = Of(Level(1, 10), Level(2, 10, first: 1500));

        Assert.Equal((ParallelStop.TimeToFirstToken, 1), (over.Stop, over.LargestWithinBound));
    }

    [Fact]
    public void A_level_with_a_fault_that_passes_is_measured_once_more_and_then_it_ends_it()
    {
        var once = Of(Level(1, 10), Broken(1));
        var good = Of(Level(1, 10), Broken(1), Level(2, 10, attempt: 2));
        var twice = Of(Level(1, 10), Broken(1), Broken(2));

        Assert.Equal(((2, 2), null), (once.Next, once.Stop));
        Assert.Equal((0, (4, 1)), (good.Levels[1].NotCompleted, good.Next));
        Assert.Equal((ParallelStop.Failures, 1, 7), (twice.Stop, twice.Levels[1].NotCompleted, twice.Levels[1].DecodeTokensPerSecond!.N));
        Assert.Equal(1, twice.LargestWithinBound);
    }

    [Fact]
    public void The_plans_last_level_ends_it() =>
        Assert.Equal((ParallelStop.NotAsked, 8), Of(Level(1, 10), Level(2, 10), Level(4, 10), Level(8, 10)) is var over ? (over.Stop, over.BestStreams) : default);

    /// <summary>Two at once, of which the fourth request was cut off.</summary>
    private static List<JournalEntry.SweepRequest> Broken(int attempt)
    {
        var level = Level(2, 10, attempt: attempt).ToList();
        var broken = SmallSession.Broken(50);
        level[3] = level[3] with { Timeline = broken with { SentTimestamp = level[3].Timeline.SentTimestamp }, Outcome = RequestOutcome.Of(broken) };
        return level;
    }

    private static ParallelSweepCourse Of(params IEnumerable<JournalEntry>[] levels) => new(Sweep, levels.SelectMany(level => level), Tick);
}
