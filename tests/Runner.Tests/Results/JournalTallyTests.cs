using System.Text.Json;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Tests.Results;

public sealed class JournalTallyTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void It_counts_measured_requests_and_ended_runs_and_no_half_line()
    {
        File.WriteAllText(_path, Request("a", "\"isWarmup\":true,") + Request("b") + Request("b") + """{"entry":"runEnd","run":"r"}""" + "\n" + "{\"entry\":\"requ");

        Assert.Equal((1, 1, 0), new JournalTally(_path).Count());
    }

    [Fact]
    public void What_was_added_is_counted_with_what_was_there()
    {
        var tally = new JournalTally(_path);
        File.WriteAllText(_path, Request("a") + "{\"entry\":");
        Assert.Equal((1, 0, 0), tally.Count());

        File.AppendAllText(_path, "\"request\",\"id\":\"b\"}\n");

        Assert.Equal((2, 0, 0), tally.Count());
    }

    [Fact]
    public void A_journal_that_was_replaced_is_counted_anew()
    {
        var tally = new JournalTally(_path);
        File.WriteAllText(_path, Request("a") + Request("b"));
        Assert.Equal((2, 0, 0), tally.Count());

        File.WriteAllText(_path, Request("c"));

        Assert.Equal((1, 0, 0), tally.Count());
    }

    [Fact]
    public void Without_a_journal_there_is_nothing() => Assert.Equal((0, 0, 0), new JournalTally(_path + "-none").Count());

    [Fact]
    public void A_broken_line_is_not_passed_over()
    {
        File.WriteAllText(_path, "{ !\n");

        Assert.Throws<JsonException>(() => new JournalTally(_path).Count());
    }

    private static string Request(string id, string more = "") => $$"""{"entry":"request",{{more}}"run":"r","id":"{{id}}","timeline":{"events":[[0.1,1,2,3,4,5]] } }""" + "\n";
}
