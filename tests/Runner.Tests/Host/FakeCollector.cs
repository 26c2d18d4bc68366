using System.Net;
using LlmObs.Hardware;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmObs.Runner.Tests.Host;

/// <summary>Answers as a Collector with what a test says.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeCollector(WebApplication app) => _app = app;

    /// <summary>What it says at /machine, with the time it is asked at; null is a Collector that has no such page.</summary>
    public HostReport? Report { get; set; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Called whenever anything is asked.</summary>
    public Action Asked { get; set; } = () => { };

    /// <summary>Null answers as an older Collector, which watches no server.</summary>
    public Func<int, ServerProcesses>? Processes { get; set; }

    public static async Task<FakeCollector> StartAsync(Func<DateTimeOffset, DateTimeOffset, IEnumerable<HostSample>> samples)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new FakeCollector(builder.Build());
        collector._app.Use((context, next) =>
        {
            collector.Asked();
            return next(context);
        });
        collector._app.MapGet("/samples", (DateTimeOffset from, DateTimeOffset to) => TypedResults.Text(string.Concat(samples(from, to).Select(sample => HostJson.ToLine(sample) + "\n")), "application/x-ndjson"));
        collector._app.MapPut("/servers/{port:int}", (int port) => collector.Processes is { } look ? (IResult)TypedResults.Text(HostJson.ToLine(look(port)), "application/json") : TypedResults.NotFound());
        collector._app.MapGet("/machine", IResult () => collector.Report is { } report ? TypedResults.Json(report with { At = TimeProvider.System.GetUtcNow() }, HostJson.Options) : TypedResults.NotFound());
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
