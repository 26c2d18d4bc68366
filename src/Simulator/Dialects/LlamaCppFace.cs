using System.Globalization;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Dialects;

/// <summary>llama-server with one model: while that is loading, every answer is 503.</summary>
internal static class LlamaCppFace
{
    private static readonly Face Face = new()
    {
        Dialect = SimulatedDialect.LlamaCpp,
        Form = LlamaCppForm.Chunks,
        Error = LlamaCppForm.Error,
        Product = LlamaCppForm.Product,
        AnswersWhateverIsNamed = true,
    };

    public static void MapLlamaCpp(this WebApplication app)
    {
        Face.Map(app);
        app.Use((context, next) => app.Services.GetRequiredService<HeldModel>().IsReady || IsOwn(context) ? next(context) : Face.Refuse(503, "Loading model").ExecuteAsync(context));
        app.MapGet("/health", () => new { status = "ok" });
        app.MapGet("/props", Props);
        app.MapGet("/slots", (SimulatedMachine machine) => machine.Loaded.SelectMany(Slots));
        app.MapGet("/v1/models", (SimulatedMachine machine) => new { @object = "list", data = machine.Loaded.Select(Listed) });
        // as a service it tells its own figures there
        if (!app.Services.GetRequiredService<SimulatorOptions>().IsService)
            app.MapGet("/metrics", (TokenTotals totals, SimulatedMachine machine) => Results.Text(Metrics(totals, machine)));
    }

    /// <summary>What no llama-server has answers at once.</summary>
    private static bool IsOwn(HttpContext context) => new[] { "/truth", "/simulator" }.Any(own => context.Request.Path.StartsWithSegments(own, StringComparison.Ordinal));

    private static object Props(SimulatedMachine machine)
    {
        var loaded = machine.Loaded.First();
        return new
        {
            default_generation_settings = new { n_ctx = loaded.ContextTokens },
            total_slots = loaded.ParallelSlots,
            model_alias = ModelNames.Path(loaded.Model),
            model_path = ModelNames.Path(loaded.Model),
            model_ftype = ModelNames.FileType(loaded.Model),
            build_info = LlamaCppForm.Build,
            is_sleeping = false,
        };
    }

    /// <summary>As after a start with <c>--metrics</c>.</summary>
    private static string Metrics(TokenTotals totals, SimulatedMachine machine) => string.Create(CultureInfo.InvariantCulture, $"""
        # TYPE llamacpp:prompt_tokens_total counter
        llamacpp:prompt_tokens_total {totals.Prompt}
        # TYPE llamacpp:prompt_tokens_cached_total counter
        llamacpp:prompt_tokens_cached_total {totals.Cached}
        # TYPE llamacpp:tokens_predicted_total counter
        llamacpp:tokens_predicted_total {totals.Generated}
        # TYPE llamacpp:requests_processing gauge
        llamacpp:requests_processing {machine.Loaded.Sum(Busy)}

        """);

    private static int Busy(LoadedModel loaded) => loaded.ParallelSlots - loaded.Slots.CurrentCount;

    private static IEnumerable<object> Slots(LoadedModel loaded) =>
        Enumerable.Range(0, loaded.ParallelSlots).Select(id => new { id, n_ctx = loaded.ContextTokens, is_processing = id < Busy(loaded) });

    private static object Listed(LoadedModel loaded) => new
    {
        id = ModelNames.Path(loaded.Model),
        @object = "model",
        owned_by = "llamacpp",
        meta = new { n_ctx = loaded.ContextTokens, n_ctx_train = loaded.Model.MaximumContextTokens, size = loaded.Model.SizeBytes, ftype = ModelNames.FileType(loaded.Model) },
    };
}
