using System.Threading.Channels;
using LlmObs.Runner.Cli.Watching;

namespace LlmObs.Runner.Tests.Cli.Watching;

public sealed class LineWriterTests
{
    [Fact]
    public async Task A_reader_that_stands_still_holds_nobody_up_and_gets_every_result_later()
    {
        var slow = new GatedWriter();
        var lines = new LineWriter(slow, TextWriter.Null, capacity: 100, BoundedChannelFullMode.Wait);

        var taken = Enumerable.Range(0, 100).Count(number => lines.TryWrite(() => $"{number}"));
        slow.Open();
        await lines.DisposeAsync();

        Assert.Equal(100, taken);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), slow.Lines);
    }

    [Fact]
    public async Task A_live_view_drops_its_oldest_lines_and_says_how_many()
    {
        var slow = new GatedWriter();
        var lines = new LineWriter(slow, TextWriter.Null, capacity: 2, BoundedChannelFullMode.DropOldest);

        foreach (var number in Enumerable.Range(0, 50))
            Assert.True(lines.TryWrite(() => $"{number}"));
        slow.Open();
        await lines.DisposeAsync();

        Assert.Contains("49", slow.Lines, StringComparer.Ordinal);
        Assert.Matches(@"^\(4\d lines of progress were left out", slow.Lines[^1]);
    }

    [Fact]
    public async Task A_closed_pipe_costs_its_lines_only_and_is_told_once()
    {
        var warnings = new StringWriter();
        var lines = new LineWriter(new BrokenWriter(), warnings, capacity: 10, BoundedChannelFullMode.Wait);

        foreach (var number in Enumerable.Range(0, 5))
            lines.TryWrite(() => $"{number}");
        await lines.DisposeAsync();

        Assert.Equal("llmobs: the output cannot be written any more (Broken pipe); measuring goes on.\n", warnings.ToString());
    }

    private sealed class GatedWriter : StringWriter
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Lines { get; } = [];

        public void Open() => _open.SetResult();

        public override async Task WriteLineAsync(string? value)
        {
            await _open.Task;
            Lines.Add(value!);
        }
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override Task WriteLineAsync(string? value) => throw new IOException("Broken pipe");
    }
}
