using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmObs.Simulator.Endpoints;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>Ollama: <c>/v1</c> for chats, and its own lists of what is on the disk and in memory.</summary>
internal static class OllamaFace
{
    private static readonly Face Face = new()
    {
        Dialect = SimulatedDialect.Ollama,
        Form = new StreamForm
        {
            Thinking = text => new { role = "assistant", content = "", reasoning = text },
            Speaking = text => new { role = "assistant", content = text },
            Ending = new { role = "assistant", content = "" },
            Usage = StreamForm.PlainUsage,
            Fingerprint = "fp_ollama",
        },
        Error = (status, message) => new { error = new { message, type = status switch { 400 => "invalid_request_error", 404 => "not_found_error", _ => "api_error" }, param = (string?)null, code = (string?)null } },
        LoadsWhatIsNamed = true,
    };

    public static void MapOllama(this WebApplication app)
    {
        Face.Map(app);
        app.MapGet("/", () => Results.Text("Ollama is running"));
        app.MapGet("/api/version", () => new { version = "0.40.12-simulated" });
        app.MapGet("/api/tags", () => new { models = OnDisk.Select(OnDiskEntry) });
        app.MapGet("/api/ps", (SimulatedMachine machine, TimeProvider clock) => new { models = machine.Loaded.Select(loaded => InMemory(loaded, clock)) });
        app.MapPost("/api/show", (Delegate)ShowAsync);
        app.MapGet("/v1/models", () => new { @object = "list", data = OnDisk.Select(model => new { id = Face.Name(model), @object = "model", owned_by = "library" }) });
    }

    private static IEnumerable<SimulatedModel> OnDisk => SimulatedMachine.Models.Where(model => model.Format == "gguf");

    private static async Task<IResult> ShowAsync(HttpContext context)
    {
        var (body, problem) = await RequestBody.ReadAsync(context.Request);
        if (problem is not null)
            return problem;
        var name = body.TryGetProperty("model", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        return ModelNames.Find(name, SimulatedDialect.Ollama) is not { } model
            ? Results.Json(new { error = $"model '{name}' not found" }, statusCode: 404)
            : Results.Json(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["details"] = Details(model),
                ["model_info"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["general.architecture"] = model.Architecture, [$"{model.Architecture}.context_length"] = model.MaximumContextTokens },
            });
    }

    private static object OnDiskEntry(SimulatedModel model) => new
    {
        name = Face.Name(model),
        model = Face.Name(model),
        modified_at = "2026-02-04T10:00:00Z",
        size = model.SizeBytes,
        digest = Digest(model),
        details = Details(model),
    };

    private static object InMemory(LoadedModel loaded, TimeProvider clock) => new
    {
        name = Face.Name(loaded.Model),
        model = Face.Name(loaded.Model),
        size = loaded.MemoryBytes,
        digest = Digest(loaded.Model),
        details = Details(loaded.Model),
        expires_at = clock.GetUtcNow() + TimeSpan.FromMinutes(5),
        size_vram = loaded.MemoryBytes,
        context_length = loaded.ContextTokens,
    };

    private static object Details(SimulatedModel model) =>
        new { parent_model = "", format = model.Format, family = model.Architecture, families = new[] { model.Architecture }, parameter_size = model.Parameters, quantization_level = model.Quantization };

    /// <summary>Of a file that does not exist: of its name.</summary>
    private static string Digest(SimulatedModel model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Key)));
}
