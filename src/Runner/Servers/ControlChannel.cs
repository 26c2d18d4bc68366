using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmObs.Runner.Servers;

/// <summary>Asks a server everything but completions: what it is, what it has, load, unload. Its own connections, so that the measured ones stay untouched.</summary>
internal sealed class ControlChannel : IDisposable
{
    /// <summary>More than any list of models, less than what a stranger on a usual port might pour out.</summary>
    private const int LargestAnswer = 16 * 1024 * 1024;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private bool _certificateRefused;

    public ControlChannel(Uri address, string? apiKey, TimeProvider clock)
    {
        Address = address;
        HasKey = apiKey is not null;
        _clock = clock;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, errors) => Accept(errors) },
        };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        if (apiKey is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public Uri Address { get; }

    public bool HasKey { get; }

    /// <summary>Every status is an answer. Throws <see cref="ServerException"/> when none came within the limit.</summary>
    public Task<ControlAnswer> GetAsync(string path, TimeSpan limit, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), limit, cancellationToken);

    /// <summary>Likewise; <see cref="Timeout.InfiniteTimeSpan"/> leaves the limit to the caller's token.</summary>
    public Task<ControlAnswer> PostAsync(string path, JsonObject body, TimeSpan limit, CancellationToken cancellationToken)
    {
        // a string has a Content-Length: mlx_lm reads it
        var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, limit, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ControlAnswer> SendAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var sent = request;
            using var response = await _http.SendAsync(request, either.Token);
            // as UTF-8 whatever the header claims: an unknown charset is no reason to fail
            var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(either.Token));
            return new ControlAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Server.ToString(), text)
            {
                IsSimulated = response.Headers.Contains("X-Simulated"),
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw ServerProblem.Silent(Address, request.RequestUri!, limit);
        }
        catch (HttpRequestException problem)
        {
            throw ServerProblem.Unreachable(Address, problem, _certificateRefused);
        }
    }

    private bool Accept(SslPolicyErrors errors)
    {
        _certificateRefused = errors != SslPolicyErrors.None;
        return !_certificateRefused;
    }
}
