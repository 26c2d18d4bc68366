using LlmObs.Collector.Access;
using LlmObs.Collector.Machines;
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
    public static WebApplication Build(CollectorOptions options, SensorInventory inventory, IMachineFacts facts, IProcessTable processes, TimeProvider clock)
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
        builder.Services.AddSingleton(options).AddSingleton(inventory).AddSingleton(facts).AddSingleton(clock).AddSamples();
        builder.Services.AddMachine();
        builder.Services.AddServers(processes);
        builder.Services.AddSingleton<IReadOnlyList<ISensor>>(services => [.. inventory.Sensors, services.GetRequiredService<ServerWatch>()]);
        builder.Services.AddHostedService<HostMeter>();
        var app = builder.Build();
        app.UseAccessRules(options);
        app.MapServiceDefaults();
        app.MapSamples();
        app.MapMachine();
        app.MapServers();
        return app;
    }
}
