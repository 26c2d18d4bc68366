using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>
/// One streamed request over LM Studio's native <c>POST /api/v1/chat</c>, stamped as the measured ones are. It keeps no conversation
/// (<c>store:false</c>) and asks for no context, which could load the model anew. Nothing that is compared goes this way.
/// </summary>
internal sealed class NativeChatClient(Uri address, string? apiKey, TimeProvider clock) : IDisposable
{

    private readonly HttpClient _http = MeasuredTransport.Create(clock);

    /// <summary>Never throws for what the server or the network does.</summary>
    public async Task<NativeChatAnswer> AskAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using var attempt = new StreamAttempt(request, clock, cancellationToken);
        var events = new NativeEvents(attempt.Record);
        try
        {
            await ConverseAsync(attempt, events, request);
        }
        catch (OperationCanceledException) when (attempt.IsOver)
        {
            attempt.End = attempt.CancelledBy();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            attempt.EndWith(failure);
        }
        return new NativeChatAnswer(attempt.ToTimeline(), events.HadToLoad);
    }

    public void Dispose() => _http.Dispose();

    private async Task ConverseAsync(StreamAttempt attempt, NativeEvents events, ChatRequest request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "api/v1/chat"))
        {
            Content = new StringContent(Body(request).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        message.Headers.Authorization = apiKey is null ? null : new AuthenticationHeaderValue("Bearer", apiKey);
        attempt.Begin();
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attempt.Token);
        attempt.HeadersArrived((int)response.StatusCode);
        await using var content = await response.Content.ReadAsStreamAsync(attempt.Token);
        if (response.IsSuccessStatusCode)
            await KeepAnswerAsync(attempt, events, content);
        else
            await attempt.KeepErrorAsync(content);
    }

    private static JsonObject Body(ChatRequest request) => new()
    {
        ["model"] = request.Model,
        ["input"] = request.Prompt,
        ["stream"] = true,
        ["store"] = false,
        ["temperature"] = request.Sampling.Temperature ?? 0,
        ["max_output_tokens"] = request.MaxTokens,
    };

    private static async Task KeepAnswerAsync(StreamAttempt attempt, NativeEvents events, Stream content)
    {
        var body = attempt.Body(content);
        var parser = SseParser.Create(body, (name, data) =>
        {
            events.Take(name, data, attempt.SinceSent(body.ReadTimestamp), body.ReadNumber);
            return attempt.Record.IsDone;
        });
        await foreach (var item in parser.EnumerateAsync(attempt.Token))
        {
            if (item.Data)
                break;
        }
        attempt.EndNow(attempt.Record switch { { Error: not null } => StreamEnd.ErrorEvent, { IsDone: true } => StreamEnd.Done, _ => StreamEnd.EndOfStream });
    }
}

/// <param name="HadToLoad">The server loaded a model for this request: it was not in memory.</param>
internal sealed record NativeChatAnswer(RequestTimeline Timeline, bool HadToLoad);
