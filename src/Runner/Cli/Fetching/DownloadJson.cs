using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli.Fetching;

/// <summary>Tells scripts of downloads: a JSON object a line.</summary>
internal sealed class DownloadJson(LineWriter lines) : IDownloadWatcher
{
    private static readonly JsonSerializerOptions Contract = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Dictionary<string, DownloadProgress> _last = new(StringComparer.Ordinal);

    public void On(DownloadEvent happened)
    {
        var line = happened switch
        {
            DownloadEvent.Began { Download: { State: ModelDownloadState.Underway } download } began => Line(began.Variant.Id, "downloading", new DownloadProgress { TotalBytes = download.TotalBytes, DownloadedBytes = download.DownloadedBytes }, null),
            DownloadEvent.Progressed progressed => Line(progressed.Variant.Id, "downloading", progressed.Progress, null),
            DownloadEvent.Ended { Result: var result } => Line(result.Variant.Id, result.End, _last.GetValueOrDefault(result.Variant.Id), result.Reason),
            _ => null,
        };
        if (line is not null)
            lines.TryWrite(() => line);
    }

    private string Line(string variant, object state, DownloadProgress? progress, string? reason)
    {
        if (progress is not null)
            _last[variant] = progress;
        return JsonSerializer.Serialize(
            new
            {
                @event = "download",
                variant,
                state,
                downloadedBytes = progress?.DownloadedBytes,
                totalBytes = progress?.TotalBytes,
                bytesPerSecond = reason is null && state is string ? progress?.BytesPerSecond : null,
                leftMs = state is string ? progress?.Left?.TotalMilliseconds : null,
                reason,
            },
            Contract);
    }
}
