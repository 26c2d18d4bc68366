namespace LlmObs.Runner.Telemetry;

/// <summary>Registers what tells the outside of sessions and results.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddSessionTelemetry(this IServiceCollection services, IConfiguration configuration, string resultsFolder) => services
        .AddSingleton<ServerSight>()
        .AddSingleton(provider => new SessionTelemetry(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ServerSight>(), ChatMessages.IsWanted(configuration[ChatMessages.Switch])))
        .AddHostedService(provider => ActivatorUtilities.CreateInstance<EarlierResultsPublisher>(provider, resultsFolder));
}
