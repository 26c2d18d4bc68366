namespace LlmObs.Runner.Calibrations;

/// <summary>A listener that takes whatever telemetry is sent over HTTP and drops it: sending costs what it costs, and nothing is kept.</summary>
internal sealed class TelemetryDrain : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TelemetryDrain(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<TelemetryDrain> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{signal}", TakeAsync);
        await app.StartAsync(cancellationToken);
        return new TelemetryDrain(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>An empty message of the protocol means that all of it was taken.</summary>
    private static async Task TakeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.ContentType = "application/x-protobuf";
        context.Response.ContentLength = 0;
    }
}
