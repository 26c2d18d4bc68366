using LlmObs.Collector.Access;
using LlmObs.Collector.Options;
using LlmObs.Collector.Samples;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Servers;
using LlmObs.Collector.Telemetry;
using LlmObs.ServiceDefaults;

namespace LlmObs.Collector;

/// <summary>The Collector's web application.</summary>
internal static class CollectorApp
{
    public static WebApplication Build(CollectorOptions options, IReadOnlyList<ISensor> sensors, IProcessTable processes, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // a taken port is told in our own words; the host would add a page of stack trace
        builder.Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.AddServiceDefaults();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.Address, options.Port));
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(options).AddSingleton(clock).AddSamples();
        builder.Services.AddServers(processes);
        builder.Services.AddSingleton<IReadOnlyList<ISensor>>(services => [.. sensors, services.GetRequiredService<ServerWatch>()]);
        builder.Services.AddHostedService<HostMeter>();
        var app = builder.Build();
        app.UseAccessRules(options);
        app.MapServiceDefaults();
        app.MapSamples();
        app.MapServers();
        return app;
    }
}
