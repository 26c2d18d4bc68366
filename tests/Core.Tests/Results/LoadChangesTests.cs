using LlmObs.Conditions;
using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Tests.Results.SessionEntries;

namespace LlmObs.Tests.Results;

public sealed class LoadChangesTests
{
    [Fact]
    public void A_file_of_another_size_or_time_is_told()
    {
        var (first, second) = (Loaded("1", size: 100, day: 1), Loaded("2", size: 200, day: 2));

        Assert.Empty(LoadChanges.Of(first, [first, second]));
        Assert.Equal(
            ["its file had 100 bytes before and 200 bytes now", "its file was last written at 2026-02-01 00:00:00Z before and 2026-02-02 00:00:00Z now"],
            LoadChanges.Of(second, [first, second]),
            StringComparer.Ordinal);
    }

    [Fact]
    public void It_is_held_against_the_last_load_that_is_known_and_a_failed_one_is_none()
    {
        var first = Loaded("1", size: 100, day: 1);
        var failed = Loaded("2", size: 300, day: 3) with { Failure = "no" };
        var unknown = Load("b3/v", "3");
        var last = Loaded("4", size: 200, day: 1);

        Assert.Equal(["its file had 100 bytes before and 200 bytes now"], LoadChanges.Of(last, [first, failed, unknown, last]), StringComparer.Ordinal);
        Assert.Empty(LoadChanges.Of(unknown, [first, failed, unknown, last]));
    }

    [Fact]
    public void A_runtime_is_read_from_the_load_or_from_its_runs_end()
    {
        var (first, second) = (Loaded("1") with { Runtime = "llama.cpp 2.3.0" }, Loaded("2"));
        var end = new JournalEntry.RunEnd { At = DateTimeOffset.UnixEpoch, Run = second.Run, Variant = "v", Runtime = "llama.cpp 2.3.1" };

        Assert.Equal(["the runtime was llama.cpp 2.3.0 before and llama.cpp 2.3.1 now"], LoadChanges.Of(second, [first, second, end]), StringComparer.Ordinal);
    }

    [Fact]
    public void A_server_that_was_restarted_between_two_runs_is_known_by_its_process()
    {
        var (first, second, third) = (Loaded("1"), Loaded("2"), Loaded("3"));

        IReadOnlyList<JournalEntry> entries = [first, End(first, process: 41), second, End(second, process: 41), third, End(third, process: 52)];

        Assert.Empty(LoadChanges.Of(second, entries));
        Assert.Equal(["the server was restarted in between: its process was 41 before and 52 now"], LoadChanges.Of(third, entries));
    }

    private static JournalEntry.RunEnd End(JournalEntry.Load load, int process) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Run = load.Run,
        Variant = "v",
        Conditions = new RunConditions
        {
            Source = "x",
            Watched = new WatchedTime { RunSeconds = 1, UnwatchedSeconds = 0, Samples = 1, IntervalSeconds = 1 },
            ServerBefore = new ServerProcesses { At = DateTimeOffset.UnixEpoch, Port = 1234, Processes = [new ServerProcess { Pid = process, Name = "server" }] },
        },
    };

    [Fact]
    public void Another_variant_tells_only_of_a_runtime_of_the_same_name()
    {
        var other = Loaded("1", size: 100, day: 1) with { Variant = "w", Runtime = "llama.cpp 2.3.0" };
        var same = Loaded("2", size: 200, day: 2) with { Runtime = "llama.cpp 2.3.1" };
        var mlx = Loaded("2", size: 200, day: 2) with { Runtime = "mlx-llm 1.0.0" };

        Assert.Equal(["the runtime was llama.cpp 2.3.0 before and llama.cpp 2.3.1 now"], LoadChanges.Of(same, [other, same]), StringComparer.Ordinal);
        Assert.Empty(LoadChanges.Of(mlx, [other, mlx]));
    }

    private static JournalEntry.Load Loaded(string id, long? size = null, int? day = null) => Load($"b{id}/v", id) with
    {
        Model = new LocalModel
        {
            Key = "k",
            FileSize = size is { } bytes ? new DataSize(bytes) : null,
            ModifiedAt = day is { } known ? new DateTimeOffset(2026, 2, known, 0, 0, 0, TimeSpan.Zero) : null,
        },
    };
}
