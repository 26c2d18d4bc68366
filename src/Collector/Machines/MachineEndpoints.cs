using LlmObs.Hardware;

namespace LlmObs.Collector.Machines;

/// <summary><c>/machine</c>: what this machine is, its sensors, and what disturbs a measurement now.</summary>
internal static class MachineEndpoints
{
    public static void AddMachine(this IServiceCollection services) => services.AddSingleton<MachineReport>();

    public static void MapMachine(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/machine", (MachineReport report) => TypedResults.Json(report.Make(), HostJson.Options));
}
