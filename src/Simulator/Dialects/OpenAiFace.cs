using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>A server that has nothing but <c>/v1</c> and shows no sign of its own.</summary>
internal static class OpenAiFace
{
    private static readonly Face Face = new()
    {
        Dialect = SimulatedDialect.OpenAi,
        Form = new StreamForm
        {
            Opening = new { role = "assistant", content = "" },
            Thinking = text => new { reasoning_content = text },
            Speaking = text => new { content = text },
            Ending = new { },
            Usage = StreamForm.PlainUsage,
        },
        Error = (status, message) => new { error = new { message, type = status == 404 ? "not_found_error" : "invalid_request_error", param = (string?)null, code = (string?)null } },
    };

    public static void MapPlainOpenAi(this WebApplication app)
    {
        Face.Map(app);
        app.MapGet("/v1/models", (SimulatedMachine machine) => new { @object = "list", data = machine.Loaded.Select(loaded => new { id = Face.Name(loaded.Model), @object = "model", owned_by = "simulated" }) });
    }
}
