using System.Net;
using LlmObs.ServiceDefaults;
using LlmObs.Simulator.Answers;
using LlmObs.Simulator.Dialects;
using LlmObs.Simulator.Endpoints;
using LlmObs.Simulator.Hazards;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Streams;
using Microsoft.AspNetCore.Connections;

namespace LlmObs.Simulator;

/// <summary>The Simulator's web application: loopback only.</summary>
internal static class SimulatorApp
{
    public static WebApplication Build(SimulatorOptions options, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // Embedded it must not speak on its host's standard output, which may be JSON for a script
        builder.Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (options.IsService)
            builder.AddServiceDefaults();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Listen(IPAddress.Loopback, options.HazardPort, listen => listen.UseConnectionHandler<HazardConnection>());
        });
        builder.Services
            .AddSingleton(options).AddSingleton(TimeProvider.System)
            .AddSingleton<MachineHistory>().AddSingleton<ModelDisk>().AddSingleton<SimulatedMachine>().AddSingleton<AnswerWriter>().AddSingleton<ChatDesk>()
            .AddSingleton<Pacer>().AddSingleton<SchedulePlayer>().AddSingleton<TruthLog>().AddSingleton<TokenTotals>().AddSingleton<ResponseWriter>().AddSingleton<Rehearsal>()
            .AddSingleton<HazardAddress>().AddSingleton<HazardTruth>().AddHeldModel();
        var app = builder.Build();
        app.UseSign();
        app.UseToken(options.Token);
        if (options.IsService)
            app.MapServiceDefaults();
        app.MapOwn();
        app.MapCollector();
        app.MapDialect(options);
        return app;
    }
}
