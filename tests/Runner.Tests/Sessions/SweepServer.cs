using System.Reflection;
using LlmObs.Measurements;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>A real server of whose calls some meet something else: all others go through.</summary>
public class SweepServer : DispatchProxy
{
    private ILlmServer? _server;

    /// <summary>What becomes of an answer, asked for each request.</summary>
    public Func<ChatRequest, RequestTimeline, RequestTimeline> Answered { get; set; } = (_, timeline) => timeline;

    /// <summary>The context each load asked for.</summary>
    public IList<int?> Asked { get; } = [];

    /// <summary>Why a load with such options fails; null lets it through.</summary>
    public Func<LoadOptions, ServerException?> Refuses { get; set; } = _ => null;

    public static (ILlmServer Server, SweepServer Control) Of(ILlmServer server)
    {
        var proxy = Create<ILlmServer, SweepServer>();
        var control = (SweepServer)(object)proxy;
        control._server = server;
        return (proxy, control);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [_, LoadOptions options, _] && targetMethod!.Name == nameof(ILlmServer.LoadAsync))
        {
            Asked.Add(options.ContextTokens);
            if (Refuses(options) is { } refused)
                return Task.FromException<LoadedModel>(refused);
        }
        var result = targetMethod!.Invoke(_server, args);
        return args is [ChatRequest request, _] && result is Task<RequestTimeline> answer ? ChangedAsync(request, answer) : result;
    }

    private async Task<RequestTimeline> ChangedAsync(ChatRequest request, Task<RequestTimeline> answer) => Answered(request, await answer);
}
