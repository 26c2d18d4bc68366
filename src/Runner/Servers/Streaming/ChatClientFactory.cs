using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>The OpenAI package's client over our transport, without its retries and time-outs.</summary>
internal static class ChatClientFactory
{
    public static ChatClient Create(HttpClient http, Uri address, string? apiKey)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/v1"),
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        };
        if (apiKey is null)
            options.AddPolicy(new NoAuthorization(), PipelinePosition.BeforeTransport);
        return new ChatClient("named in the body", new ApiKeyCredential(apiKey ?? "none"), options);
    }

    /// <summary>The package insists on a key; a server that wants none should see none.</summary>
    private sealed class NoAuthorization : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
