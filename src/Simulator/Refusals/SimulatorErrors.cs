using LlmObs.Simulator.Machine;

namespace LlmObs.Simulator.Refusals;

/// <summary>Refusals in the form LM Studio gives them.</summary>
internal static class SimulatorErrors
{
    public static IResult NoSuchModel(string model) =>
        Error(404, "model_not_found", $"Invalid model identifier \"{model}\". Please specify a valid downloaded model (e.g. {SimulatedMachine.Models[0].Key}, simulated).");

    public static IResult DoesNotFit(SimulatedModel model) =>
        Error(500, "model_load_failed", $"Failed to load model \"{model.Key}\": insufficient memory on the simulated 512 GB machine. Unload another model or ask for less context.");

    public static IResult TooLong(int promptTokens, int contextTokens) =>
        Error(400, "invalid_request", $"The prompt of {promptTokens} tokens does not fit the context length of {contextTokens} tokens. Load the model with a larger context length.");

    public static IResult UnknownMember(string name) =>
        Error(400, "invalid_request", $"Unrecognized key(s) in object: '{name}'", "unrecognized_keys", name);

    public static IResult BadRequest(string message, string? parameter = null) => Error(400, "invalid_request", message, "invalid_request", parameter);

    public static IResult Error(int status, string type, string message, string? code = null, string? parameter = null) =>
        Results.Json(new { error = new { type, message, code = code ?? type, param = parameter } }, statusCode: status);
}
