namespace LlmObs.Simulator;

/// <summary>Refusals in the form LM Studio gives them.</summary>
internal static class SimulatorErrors
{
    public static IResult NoSuchModel(string model) => Error(404, "model_not_found", $"Model \"{model}\" not found.");

    public static IResult BadRequest(string message) => Error(400, "invalid_request", message);

    public static IResult Error(int status, string type, string message) =>
        Results.Json(new { error = new { type, message, code = type } }, statusCode: status);
}
