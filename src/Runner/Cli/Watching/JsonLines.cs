using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli.Watching;

/// <summary>Tells scripts: one JSON object a line on standard output and nothing else.</summary>
internal sealed class JsonLines(TextWriter output, TextWriter warnings) : ISessionWatcher, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Contract = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private LineWriter? _lines;
    private bool _isSimulated;

    public void On(SessionEvent happened)
    {
        if (happened is SessionEvent.Started started)
            Open(started);
        else if (happened is SessionEvent.Requested requested)
            _lines!.TryWrite(() => JsonSerializer.Serialize(JsonRequest.Of(requested, _isSimulated), Contract));
    }

    /// <summary>The last line, when all others are written.</summary>
    public async Task EndAsync(JsonSummary summary)
    {
        _lines ??= new LineWriter(output, warnings, 1, BoundedChannelFullMode.Wait);
        _lines.TryWrite(() => JsonSerializer.Serialize(summary, Contract));
        await _lines.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _lines?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Results are never dropped, and nobody waits: there is room for every request of the session and the summary.</summary>
    private void Open(SessionEvent.Started started)
    {
        var requests = started.Blocks.SelectMany(block => block.Runs).Sum(run => run.Warmups.Count + run.Requests.Count);
        _isSimulated = started.Header.Server.IsSimulated;
        _lines = new LineWriter(output, warnings, requests + 1, BoundedChannelFullMode.Wait);
    }
}
