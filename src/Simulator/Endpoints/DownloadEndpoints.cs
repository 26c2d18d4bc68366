using System.Text.Json;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Endpoints;

/// <summary>LM Studio's <c>/api/v1/models/download</c>: begins a download, and tells how one stands. There is no way to pause or cancel one, as there.</summary>
internal static class DownloadEndpoints
{
    private const string HuggingFace = "https://huggingface.co/";

    /// <summary>What LM Studio takes of a repository when no quantization is named.</summary>
    private const string UsualQuantization = "Q4_K_M";

    private static readonly string[] Members = ["model", "quantization"];

    public static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/models/download", BeginAsync);
        routes.MapGet("/api/v1/models/download/status/{id}", (string id, ModelDisk disk) => disk.Job(id) is { } job
            ? Results.Json(Status(job, disk.Now))
            : SimulatorErrors.Error(404, "not_found", $"Download job \"{id}\" not found."));
    }

    private static async Task<IResult> BeginAsync(HttpContext context, ModelDisk disk)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if ((problem ?? RequestBody.RefuseUnknown(body, Members)) is { } refusal)
            return refusal;
        if (Text(body, "model") is not { } name)
            return SimulatorErrors.BadRequest("Missing required field 'model'", "model");
        var (model, reason) = Find(name, Text(body, "quantization"));
        if (model is null)
            return reason!;
        if (disk.IsThere(model))
            return Results.Json(new { status = "already_downloaded" });
        var job = disk.Begin(model);
        // the answer to the beginning has no counter of bytes
        return Results.Json(new { job_id = job.JobId, status = job.StatusAt(disk.Now), total_size_bytes = job.TotalBytes, started_at = job.StartedAt });
    }

    private static (SimulatedModel? Model, IResult? Reason) Find(string name, string? quantization)
    {
        if (SimulatedMachine.Find(name) is { } known)
        {
            return quantization is null
                ? (known, null)
                : (null, SimulatorErrors.Error(400, "not_implemented", "Specifying quantizations for downloading models with LM Studio Model Catalog identifiers is coming soon"));
        }
        if (!name.StartsWith(HuggingFace, StringComparison.OrdinalIgnoreCase))
        {
            return (null, InRepository(name).Count > 0
                ? SimulatorErrors.BadRequest("Downloading community models as artifacts is not supported. Please use the HuggingFace model URL instead.", "model")
                : SimulatorErrors.Error(404, "model_not_found", $"{name} not found"));
        }
        var offered = InRepository(name[HuggingFace.Length..].TrimEnd('/'));
        var model = quantization is null
            ? offered.Find(one => one.Quantization == UsualQuantization) ?? offered.FirstOrDefault()
            : offered.Find(one => string.Equals(one.Quantization, quantization, StringComparison.OrdinalIgnoreCase));
        return model is not null ? (model, null) : (null, SimulatorErrors.Error(404, "model_not_found", $"{name} {quantization} not found".Replace("  ", " ", StringComparison.Ordinal)));
    }

    private static List<SimulatedModel> InRepository(string name) =>
        [.. SimulatedMachine.Models.Where(model => string.Equals(model.Repository, name, StringComparison.OrdinalIgnoreCase))];

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static Dictionary<string, object> Status(SimulatedDownload job, DateTimeOffset now)
    {
        var status = job.StatusAt(now);
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["job_id"] = job.JobId,
            ["status"] = status,
            ["total_size_bytes"] = job.TotalBytes,
            ["downloaded_bytes"] = job.BytesAt(now),
            ["started_at"] = job.StartedAt,
        };
        if (status == "downloading")
            members.Add("bytes_per_second", job.BytesPerSecond);
        if (status == "completed")
            members.Add("completed_at", job.CompletedAt);
        return members;
    }
}
