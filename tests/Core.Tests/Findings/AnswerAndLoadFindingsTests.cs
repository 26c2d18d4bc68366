using LlmObs.Conditions;
using LlmObs.Findings;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Tests.Results;

namespace LlmObs.Tests.Findings;

/// <summary>What is said of answers and of loads, and what is not.</summary>
public sealed class AnswerAndLoadFindingsTests
{
    [Fact]
    public void In_a_session_without_an_answer_pass_ending_in_thinking_is_only_noted()
    {
        var thinking = CleanSession.WithLast(request => request with { Reasoning = "Let me see", Answer = "", FinishReason = "length" });

        Assert.Equal(FindingSeverity.Note, Found("thinking-ended-the-budget", thinking)!.Severity);
        Assert.Null(Found("thinking-ended-the-budget", CleanSession.WithLast(request => request with { Reasoning = "Let me see", Answer = "42", FinishReason = "stop" })));
    }

    [Fact]
    public void Where_an_answer_pass_reached_its_answers_the_speed_passs_thinking_is_no_matter()
    {
        var both = CleanSession.With(request => request.Case == "long" ? request with { Reasoning = "hm", Answer = "", FinishReason = "length" } : request with { Pass = Pass.Quality, FinishReason = "stop" });

        Assert.Null(Found("thinking-ended-the-budget", both));
    }

    /// <summary>Some templates open the thinking, so that only its end stands in the text; without any sign nothing is said.</summary>
    [Fact]
    public void Thinking_in_the_text_is_known_by_an_end_somewhere()
    {
        var script = Traps.Script(1, 47, 100, 500, 2000);
        Evidence With(params string[] answers) => script with { Requests = [.. script.Requests.Zip(answers, (request, answer) => request with { Answer = answer })] };

        Assert.Equal(["results[0]", "results[2]"], Found("thinking-ended-the-budget", With("The user asks", "The user\n</think>\n\nHere", "The user wants"))!.Seen.Select(one => one.Where));
        Assert.Equal(["results[1]"], Found("thinking-ended-the-budget", With("Here", "<think>The user", "<think>x</think> There"))!.Seen.Select(one => one.Where));
        Assert.Null(Found("thinking-ended-the-budget", With("The user asks", "The user wants", "Here")));
    }

    [Fact]
    public void A_speed_answer_cut_by_its_budget_is_as_planned_and_a_quality_answer_is_not()
    {
        Assert.Null(Found("truncated-answer", CleanSession.WithLast(request => request with { FinishReason = "length" })));
        Assert.NotNull(Found("truncated-answer", CleanSession.WithLast(request => request with { Pass = Pass.Quality, FinishReason = "length" })));
    }

    [Fact]
    public void Out_of_memory_is_believed_where_an_allocation_failed()
    {
        var claimed = CleanSession.Evidence with { ClaimedFailure = "OOM" };
        LoadResult Failed(LoadFailureCause cause) => new() { Run = "1/alpha-q4", Failure = "as the server says", FailureCause = cause };

        Assert.Contains("it was loaded 3 times here", Found("oom-without-evidence", claimed)!.Sentence, StringComparison.Ordinal);
        Assert.Null(Found("oom-without-evidence", claimed with { Loads = [Failed(LoadFailureCause.OutOfMemory)] }));
        Assert.Equal(FindingSeverity.Warning, Found("oom-without-evidence", claimed with { Loads = [Failed(LoadFailureCause.TimedOut)] })!.Severity);
        Assert.NotNull(Found("oom-without-evidence", CleanSession.Evidence with { Loads = [Failed(LoadFailureCause.RefusedByEstimate)] }));
        Assert.Null(Found("oom-without-evidence", CleanSession.Evidence with { ClaimedFailure = "no disk left" }));
    }

    /// <summary>4.2 GB in 11 minutes are 6 MB/s; 130 GB in 11 minutes are 197 MB/s, a slow disk.</summary>
    [Theory]
    [InlineData(660, 4.2, true), InlineData(660, 130.0, false), InlineData(500, 4.2, false), InlineData(13_721, null, true), InlineData(3000, null, false)]
    public void A_load_time_is_judged_by_what_a_disk_could_read(double seconds, double? gigabytes, bool isDownload)
    {
        var model = gigabytes is { } known ? new LocalModel { Key = "m", FileSize = new DataSize((long)(known * 1e9)) } : null;
        var loaded = CleanSession.Evidence with { Loads = [new LoadResult { Run = "r", LoadSeconds = seconds, Model = model }], ModelSize = null };

        Assert.Equal(isDownload, Found("load-time-includes-download", loaded) is not null);
    }

    [Fact]
    public void Another_measurement_on_the_machine_is_foreign_load()
    {
        SessionCheck Check(string subject) => new() { At = DateTimeOffset.UnixEpoch, Subject = subject, Text = "as it was found" };

        Assert.Equal(FindingSeverity.Warning, Found("foreign-load", CleanSession.Evidence with { Checks = [Check("other runs")] })!.Severity);
        Assert.Null(Found("foreign-load", CleanSession.Evidence with { Checks = [Check("power")] }));
    }

    [Fact]
    public void Requests_of_a_load_that_was_replaced_are_no_evidence_of_the_model()
    {
        var entries = CleanSession.Entries.Select(entry => entry is JournalEntry.RunEnd end && end.Run == CleanSession.Entries[0].Run ? end with { Disturbance = new Disturbance(DisturbanceKind.Replaced, "why") } : entry).ToList();

        var evidence = SessionEvidence.Of(SmallSession.Header, CleanSession.Plan, VariantResults.From(SmallSession.Header, CleanSession.Plan, entries)[0], entries);

        Assert.Equal(3, evidence.Requests.Count(request => request.Code == SpoiltRequests.Code));
        Assert.Equal(6, evidence.Requests.Count(request => request.Code is null));
    }

    [Theory, InlineData(RunFlagKind.Shared, true), InlineData(RunFlagKind.Disturbed, true), InlineData(RunFlagKind.Throttled, false)]
    public void Somebody_elses_use_of_the_server_is_foreign_load(RunFlagKind kind, bool isForeign)
    {
        var found = Found("foreign-load", CleanSession.WithLastLoad(load => load with { Flags = [new RunFlag(kind, "as the server told")] }));

        Assert.Equal(isForeign ? FindingSeverity.Warning : null, found?.Severity);
    }

    [Theory, InlineData("size"), InlineData("date"), InlineData("model")]
    public void A_model_file_that_was_replaced_is_found(string what)
    {
        LocalModel Changed(LocalModel model) => what switch
        {
            "size" => model with { FileSize = new DataSize(1) },
            "date" => model with { ModifiedAt = DateTimeOffset.UnixEpoch },
            _ => model with { Key = "another" },
        };

        Assert.NotNull(Found("changed-between-blocks", CleanSession.WithLastLoad(load => load with { Model = Changed(load.Model!) })));
        Assert.Null(Found("changed-between-blocks", CleanSession.WithLastLoad(load => load with { Model = null, Runtime = null })));
    }

    private static Finding? Found(string code, Evidence evidence) => FindingCatalogue.All.Single(rule => rule.Code == code).Judge(evidence);
}
