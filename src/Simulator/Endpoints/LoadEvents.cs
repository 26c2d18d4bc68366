using System.Text.Json;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Streams;

namespace LlmObs.Simulator.Endpoints;

/// <summary>Tells a chat's stream how the loading of its model goes.</summary>
internal sealed class LoadEvents(HttpResponse response) : ILoadListener
{
    private string _model = "";

    public bool HasBegun { get; private set; }

    public async Task BeginAsync(SimulatedModel model)
    {
        (HasBegun, _model) = (true, model.Key);
        ResponseWriter.BeginStream(response);
        await TellAsync("chat.start", new { type = "chat.start", model_instance_id = _model });
        await TellAsync("model_load.start", new { type = "model_load.start", model_instance_id = _model });
    }

    public Task ProgressAsync(double share) =>
        TellAsync("model_load.progress", new { type = "model_load.progress", model_instance_id = _model, progress = share });

    public Task EndAsync(LoadedModel loaded) =>
        TellAsync("model_load.end", new { type = "model_load.end", model_instance_id = loaded.Id, load_time_seconds = loaded.LoadTime.TotalSeconds });

    public Task FailAsync(string message) =>
        TellAsync("error", new { type = "error", error = new { type = "internal_error", message, code = "model_load_failed" } });

    private Task TellAsync(string name, object data) =>
        response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n", response.HttpContext.RequestAborted);
}
