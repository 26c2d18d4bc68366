using System.Threading.Channels;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>
/// Writes lines on its own task, so that whoever measures never waits for a slow reader. A writer that breaks (a closed pipe) costs
/// its lines only: one warning, and the rest is thrown away.
/// </summary>
internal sealed class LineWriter : IAsyncDisposable
{
    private readonly Channel<Func<string>> _lines;
    private readonly Task _writing;
    private int _dropped;

    /// <param name="writer">Where the lines go.</param>
    /// <param name="warnings">Where a broken writer is told of.</param>
    /// <param name="capacity">As many lines may wait.</param>
    /// <param name="full">What becomes of lines that find no place.</param>
    public LineWriter(TextWriter writer, TextWriter warnings, int capacity, BoundedChannelFullMode full)
    {
        _lines = Channel.CreateBounded<Func<string>>(new BoundedChannelOptions(capacity) { FullMode = full, SingleReader = true }, _ => Interlocked.Increment(ref _dropped));
        _writing = WriteAllAsync(writer, warnings);
    }

    /// <summary>The line is made by the writing task, off the measured path. False when the channel waits and is full.</summary>
    public bool TryWrite(Func<string> line) => _lines.Writer.TryWrite(line);

    /// <summary>Ends when all lines are written.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync(TextWriter writer, TextWriter warnings)
    {
        await Task.Yield();
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync())
            {
                await writer.WriteLineAsync(line());
                await writer.FlushAsync();
            }
            if (_dropped > 0)
                await writer.WriteLineAsync($"({_dropped} lines of progress were left out: this terminal was too slow.)");
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            _lines.Writer.TryComplete();
            await warnings.WriteLineAsync($"llmobs: the output cannot be written any more ({broken.Message}); measuring goes on.");
        }
    }
}
