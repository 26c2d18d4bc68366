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
    public static async Task<int> RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            Console.Error.WriteLine($"Port {options.Port} is taken. Choose another with --port, or --port 0 for a free one.");
            return 2;
        }
        Console.WriteLine($"Results: {app.Urls.First()}");
        var exitCode = await ServeAsync(app, options, cancellationToken);
        await app.StopAsync(CancellationToken.None);
        return exitCode;
    }

    private static async Task<int> ServeAsync(WebApplication app, ServeOptions options, CancellationToken cancellationToken)
    {
        var desk = app.Services.GetRequiredService<SessionDesk>();
        var problem = await FirstStep.TakeAsync(app.Services, options, cancellationToken);
        Console.WriteLine(problem ?? desk.State.Text);
        if (problem is not null && options.Once)
            return 2;
        var ended = app.WaitForShutdownAsync(cancellationToken);
        await Task.WhenAny(ended, PrintWhenOverAsync(desk));
        if (options.Once)
            return desk.State.Ended?.ExitCode ?? 130;
        await ended;
        return 0;
    }

    private static async Task PrintWhenOverAsync(SessionDesk desk)
    {
        await desk.Work;
        if (desk.State.Ended is { } ended)
            Console.WriteLine(ended.Text);
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
