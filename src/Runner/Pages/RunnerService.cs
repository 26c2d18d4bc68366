using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Pages;

/// <summary><c>llmobs serve</c>: the Runner as a service on loopback.</summary>
public static class RunnerService
{
    /// <summary>Runs until the user stops it, or with <see cref="ServeOptions.Once"/> until the first result. Returns the exit code.</summary>
    public static async Task<int> RunAsync(ServeOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await error.WriteLineAsync($"Port {options.Port} is taken. Choose another with --port, or --port 0 for a free one.");
            return 2;
        }
        await output.WriteLineAsync($"Results: {app.Urls.First()}");
        var exitCode = await ServeAsync(app, options, output, cancellationToken);
        await app.StopAsync(CancellationToken.None);
        return exitCode;
    }

    private static async Task<int> ServeAsync(WebApplication app, ServeOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var desk = app.Services.GetRequiredService<SessionDesk>();
        var problem = await FirstStep.TakeAsync(app.Services, options, cancellationToken);
        await output.WriteLineAsync(problem ?? "The plan has begun.");
        if (problem is not null && options.Once)
            return 2;
        var ended = app.WaitForShutdownAsync(cancellationToken);
        await Task.WhenAny(ended, PrintWhenOverAsync(desk, output));
        if (options.Once)
            return desk.State.Ended?.ExitCode ?? 130;
        await ended;
        return 0;
    }

    private static async Task PrintWhenOverAsync(SessionDesk desk, TextWriter output)
    {
        await desk.Work;
        if (desk.State.Ended is { } ended)
            await output.WriteLineAsync(ended.Text);
    }

    private static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        builder.Services.AddProblemDetails();
        builder.Services
            .AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton(new SessionFiles(options.ResultsFolder))
            .AddSingleton<ServerConnector>().AddSingleton<ServerChoice>().AddSingleton<SessionDesk>();
        var app = builder.Build();
        app.UseOwnOriginOnly();
        app.MapServiceDefaults();
        app.MapSessionApi();
        app.MapPages();
        return app;
    }
}
