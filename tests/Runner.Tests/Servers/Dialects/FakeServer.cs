using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>A server on a free loopback port that says what a test tells it to, and remembers what it was asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<string, FakeAnswer>> _answers = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private FakeServer(Action<ListenOptions>? listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options));
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    /// <summary>What it says to anything else.</summary>
    public FakeAnswer Otherwise { get; set; } = new("not found") { Status = 404, ContentType = "text/plain" };

    /// <summary>The product it calls itself in each answer.</summary>
    public string? Product { get; init; }

    public Uri Address => new(_app.Urls.First());

    public static async Task<FakeServer> StartAsync(CancellationToken cancellationToken, Action<ListenOptions>? listen = null, string? product = null)
    {
        var server = new FakeServer(listen) { Product = product };
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    /// <param name="question">Such as <c>GET /v1/models</c>.</param>
    public FakeServer Says(string question, FakeAnswer answer) => Says(question, _ => answer);

    /// <param name="question">Such as <c>POST /api/v1/models/load</c>.</param>
    /// <param name="answer">Made from the body of the request.</param>
    public FakeServer Says(string question, Func<string, FakeAnswer> answer)
    {
        _answers[question] = answer;
        return this;
    }

    public Func<string, FakeAnswer> AnswerOf(string question) => _answers[question];

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var question = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        Requests.Enqueue(new FakeRequest(question, body, context.Request.Headers.Authorization.ToString()));
        var answer = _answers.TryGetValue(question, out var make) ? make(body) : Otherwise;
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (Product is not null)
            context.Response.Headers.Server = Product;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}

internal sealed record FakeAnswer(string Body)
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public static implicit operator FakeAnswer(string json) => new(json);
}

internal sealed record FakeRequest(string Question, string Body, string Authorization);
