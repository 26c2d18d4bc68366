using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>
/// LM Studio's downloads, written from its documentation (<c>POST /api/v1/models/download</c>, <c>GET …/download/status/{job}</c>) and never tried on a real one.
/// The same question asked again finds the job that is under way, as users of 0.4 saw; there is no call that pauses, cancels or lists.
/// </summary>
internal sealed class LmStudioDownloads(ServerIdentity server, ControlChannel channel) : IModelDownloads
{
    /// <summary>Before it answers it looks the repository up on the internet.</summary>
    private static readonly TimeSpan BeginLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    public string WhenUnwatched => "It goes on in LM Studio, which has no call that pauses or cancels one: that is done under Downloads in its window.";

    public async Task<ModelDownload> BeginAsync(Variant variant, CancellationToken cancellationToken)
    {
        var answer = await channel.PostAsync("api/v1/models/download", Body(variant), BeginLimit, cancellationToken);
        return IsUnknownHere(answer) ? new ModelDownload { State = ModelDownloadState.NotOffered } : Read(answer, $"the download of {variant.Id}");
    }

    public async Task<ModelDownload> AskAsync(ModelDownload begun, CancellationToken cancellationToken)
    {
        var answer = await channel.GetAsync($"api/v1/models/download/status/{Uri.EscapeDataString(begun.JobId!)}", AnswerLimit, cancellationToken);
        if (answer.Status == 404 || IsUnknownHere(answer))
            return begun with { State = ModelDownloadState.Forgotten };
        var now = Read(answer, $"the state of download {begun.JobId}");
        return now with { JobId = begun.JobId, TotalBytes = now.TotalBytes ?? begun.TotalBytes };
    }

    /// <summary>A repository's whole address: its bare name is refused. Without a quantization LM Studio chooses one of a GGUF repository; an MLX repository holds one.</summary>
    internal static JsonObject Body(Variant variant)
    {
        var body = new JsonObject { ["model"] = variant.Source!.Address };
        if (variant.Format != ModelFormat.Mlx)
            body["quantization"] = Quantization(variant);
        return body;
    }

    private static string Quantization(Variant variant) => variant.Source!.File switch
    {
        null => variant.Quantization,
        var file when file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) => QuantizationName.FromName(file) ?? variant.Quantization,
        var tag => tag,
    };

    private ModelDownload Read(ControlAnswer answer, string question)
    {
        var told = answer.IsGood ? answer.Read<Told>() : null;
        ModelDownloadState? state = told?.Status switch
        {
            "downloading" => ModelDownloadState.Underway,
            "paused" => ModelDownloadState.Paused,
            "completed" => ModelDownloadState.Completed,
            "failed" => ModelDownloadState.Failed,
            "already_downloaded" => ModelDownloadState.AlreadyThere,
            _ => null,
        };
        if (state is null || (state is ModelDownloadState.Underway && told!.JobId is null))
            throw ServerProblem.Refused(server, question, answer, channel.HasKey);
        return new ModelDownload
        {
            State = state.Value,
            JobId = told!.JobId,
            TotalBytes = (long?)told.TotalSizeBytes,
            DownloadedBytes = (long?)told.DownloadedBytes,
            BytesPerSecond = told.BytesPerSecond,
        };
    }

    /// <summary>A version without the call says so with 200.</summary>
    private static bool IsUnknownHere(ControlAnswer answer) => answer.Error?.StartsWith("Unexpected endpoint", StringComparison.Ordinal) ?? false;

    private sealed record Told(string? JobId, string? Status, double? TotalSizeBytes, double? DownloadedBytes, double? BytesPerSecond);
}
