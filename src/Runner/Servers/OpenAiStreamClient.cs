using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using LlmObs.Measurements;
using LlmObs.Runner.Servers.Streaming;
using OpenAI.Chat;

namespace LlmObs.Runner.Servers;

/// <summary>The measured path: one streamed chat completion over <c>/v1/chat/completions</c>, every socket read stamped on return.</summary>
public sealed class OpenAiStreamClient : IAsyncDisposable
{
    private static readonly TimeSpan WarmUpLimit = TimeSpan.FromSeconds(5);
    private readonly Uri _address;
    private readonly string? _apiKey;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly ChatClient _chat;

    public OpenAiStreamClient(Uri address, string? apiKey, TimeProvider clock)
    {
        (_address, _apiKey, _clock) = (address, apiKey, clock);
        _http = MeasuredTransport.Create(clock);
        _chat = ChatClientFactory.Create(_http, address, apiKey);
    }

    /// <summary>Opens connections so that no measured request pays for it. A server that refuses or says nothing is found out by the first request.</summary>
    public async Task WarmUpAsync(int connections, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WarmUpLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // each holds its connection until all have answered: a quick one would be lent again, and fewer be opened
            var answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => TouchAsync(either.Token)));
            await Task.WhenAll(answers.OfType<HttpResponseMessage>().Select(answer => ReleaseAsync(answer, either.Token)));
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Makes one streamed request and keeps what was seen. Never throws for what the server or the network does.</summary>
    public async Task<RequestTimeline> StreamAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var attempt = new StreamAttempt(request, _clock, cancellationToken);
        using (attempt)
        {
            try
            {
                await ConverseAsync(attempt, request);
            }
            catch (OperationCanceledException) when (attempt.IsOver)
            {
                attempt.End = attempt.CancelledBy();
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or ClientResultException or System.Net.Sockets.SocketException)
            {
                attempt.EndWith(failure);
            }
            attempt.Ended();
            // this may be the thread that reads the sockets: whatever comes next must not keep the other streams waiting
            await Task.Yield();
            return attempt.ToTimeline();
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConverseAsync(StreamAttempt attempt, ChatRequest request)
    {
        using var content = BinaryContent.Create(ChatBody.Of(request));
        var options = new RequestOptions { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = attempt.Token };
        // not text/event-stream: for that the package follows redirects, asks again with Last-Event-ID and hides all that is no whole event
        options.SetHeader("Accept", "*/*");
        attempt.Begin();
        var result = await _chat.CompleteChatAsync(content, options);
        using var response = result.GetRawResponse();
        attempt.HeadersArrived(response.Status);
        attempt.Encoding = AnswerHeaders.Encoding(response);
        if (response.Status is >= 200 and <= 299)
        {
            await KeepAnswerAsync(attempt, response.ContentStream!);
            return;
        }
        attempt.RetryAfter = AnswerHeaders.RetryAfter(response);
        await attempt.KeepErrorAsync(response.ContentStream!, AnswerHeaders.Redirect(response));
    }

    private async Task KeepAnswerAsync(StreamAttempt attempt, Stream content)
    {
        attempt.EndNow(await ResponseReader.ReadAsync(attempt.Body(content), attempt.Record, attempt.SinceSent, attempt.Token));
        await ResponseReader.LetGoAsync(content, _clock, attempt.Token);
    }

    private async Task<HttpResponseMessage?> TouchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{_address.AbsoluteUri.TrimEnd('/')}/v1/models");
            // some servers close the connection on a refusal, and it would be opened again within the first measured request
            request.Headers.Authorization = _apiKey is null ? null : new AuthenticationHeaderValue("Bearer", _apiKey);
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task ReleaseAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            try
            {
                await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
