using System.Net;
using LlmObs.Hardware;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmObs.Runner.Tests.Host;

/// <summary>Answers /samples with what a test says.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeCollector(WebApplication app) => _app = app;

    /// <summary>What it says at /machine; null is a Collector that has no such page.</summary>
    public HostReport? Report { get; set; }

    public Uri Address => new(_app.Urls.First());

    public static async Task<FakeCollector> StartAsync(Func<DateTimeOffset, DateTimeOffset, IEnumerable<HostSample>> samples)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/samples", (DateTimeOffset from, DateTimeOffset to) => TypedResults.Text(string.Concat(samples(from, to).Select(sample => HostJson.ToLine(sample) + "\n")), "application/x-ndjson"));
        var collector = new FakeCollector(app);
        app.MapGet("/machine", IResult () => collector.Report is { } report ? TypedResults.Json(report, HostJson.Options) : TypedResults.NotFound());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
