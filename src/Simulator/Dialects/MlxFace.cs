using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>mlx_lm.server: every delta has all its members, and the list tells nothing of what is in memory. A real one closes each connection (HTTP/1.0); so does this.</summary>
internal static class MlxFace
{
    private static readonly Face Face = new()
    {
        Dialect = SimulatedDialect.MlxLm,
        Form = new StreamForm
        {
            Thinking = text => new { role = "assistant", content = "", reasoning = text, tool_calls = Array.Empty<object>() },
            Speaking = text => new { role = "assistant", content = text, reasoning = "", tool_calls = Array.Empty<object>() },
            Ending = new { role = "assistant", content = "", reasoning = "", tool_calls = Array.Empty<object>() },
            Usage = StreamForm.UsageWithCache,
        },
        Error = (_, message) => new { error = message },
        Product = "BaseHTTP/0.6 Python/3.13.1",
        LoadsWhatIsNamed = true,
    };

    public static void MapMlx(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.Connection = "close";
            return next(context);
        });
        Face.Map(app);
        app.MapGet("/health", () => new { status = "ok" });
        app.MapGet("/v1/models", (HeldModel held) => new { @object = "list", data = OnDisk(held.Model!).Select(model => new { id = Face.Name(model), @object = "model", created = 1_770_000_000 }) });
    }

    /// <summary>The demo model has this machine's cache to itself; a large one stands there with its neighbours.</summary>
    private static IEnumerable<SimulatedModel> OnDisk(SimulatedModel held) => SimulatedMachine.Models.Where(model => model.Format == "mlx" && model.Publisher == held.Publisher);
}
