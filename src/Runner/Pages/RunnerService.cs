using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Telemetry;
using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Pages;

/// <summary><c>llmobs serve</c>: the Runner as a service on loopback.</summary>
public static class RunnerService
{
    private const int UserMistake = 2;
    private const int Interrupted = 130;

    /// <summary>Runs until the user stops it, or with <see cref="ServeOptions.Once"/> until the first result. Returns the exit code.</summary>
    public static async Task<int> RunAsync(ServeOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        await using var app = Build(options);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await error.WriteLineAsync($"llmobs: port {options.Port} is taken, perhaps by another LlmObs. Choose another with --port, or --port 0 for a free one.");
            return UserMistake;
        }
        options.Say($"LlmObs is at {app.Urls.First()} – open it in a browser. Ctrl-C stops it.");
        var exitCode = await ServeAsync(app, options, error, cancellationToken);
        await app.StopAsync(CancellationToken.None);
        return exitCode;
    }

    private static async Task<int> ServeAsync(WebApplication app, ServeOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        var desk = app.Services.GetRequiredService<SessionDesk>();
        try
        {
            if (await FirstStep.TakeAsync(app.Services, options, cancellationToken) is not { } problem)
                return await UntilOverAsync(app, desk, options, cancellationToken);
            await error.WriteLineAsync($"llmobs: {problem}");
        }
        catch (ServerException unusable)
        {
            await error.WriteLineAsync($"llmobs: {unusable.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return options.Once ? Interrupted : 0;
        }
        return UserMistake;
    }

    private static async Task<int> UntilOverAsync(WebApplication app, SessionDesk desk, ServeOptions options, CancellationToken cancellationToken)
    {
        var stopped = app.WaitForShutdownAsync(cancellationToken);
        if (!options.Once)
        {
            await stopped;
            return 0;
        }
        await Task.WhenAny(stopped, desk.Work);
        return desk.State.Ended?.ExitCode ?? Interrupted;
    }

    private static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults();
        // a taken port is told in our own words; the host would add a page of stack trace
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        builder.Services.AddProblemDetails();
        builder.Services
            .AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton(new SessionFiles(options.ResultsFolder))
            .AddSingleton<ServerConnector>().AddSingleton<ServerChoice>().AddSingleton<SessionDesk>().AddSingleton<ServerWatch>()
            .AddSessionTelemetry(builder.Configuration, options.ResultsFolder);
        var app = builder.Build();
        app.UseOwnOriginOnly();
        app.MapServiceDefaults();
        app.MapSessionApi();
        app.MapPages();
        return app;
    }
}
