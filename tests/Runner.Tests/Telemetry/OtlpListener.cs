using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace LlmObs.Runner.Tests.Telemetry;

/// <summary>Takes OTLP over HTTP and keeps the bytes: names in protobuf are plain UTF-8.</summary>
internal sealed class OtlpListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StringBuilder _traces = new();
    private readonly StringBuilder _metrics = new();

    private OtlpListener(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public string Traces => Read(_traces);

    public string Metrics => Read(_metrics);

    public static async Task<OtlpListener> StartAsync(TimeSpan delay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var listener = new OtlpListener(builder.Build());
        listener._app.MapPost("/v1/traces", context => KeepAsync(context, listener._traces, delay));
        listener._app.MapPost("/v1/metrics", context => KeepAsync(context, listener._metrics, delay));
        await listener._app.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static async Task KeepAsync(HttpContext context, StringBuilder into, TimeSpan delay)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (into)
            into.Append(Encoding.UTF8.GetString(body.ToArray()));
        await Task.Delay(delay, TimeProvider.System, context.RequestAborted);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
