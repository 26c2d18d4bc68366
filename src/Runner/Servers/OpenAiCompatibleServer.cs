using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Any server with <c>/v1/models</c> and <c>/v1/chat/completions</c> that showed no sign of its own.</summary>
internal sealed class OpenAiCompatibleServer(ServerConnection connection) : LlmServer(connection)
{
    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "openai_compatible",
        Name = "OpenAI-compatible server",
        UsualPort = 8000,
        StartCommand = "your server's own command",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new OpenAiCompatibleServer(connection),
    };

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var listed = await AskModelsAsync(cancellationToken);
        return [.. listed.Select(model => Read(model, isOnlyOne: listed.Count == 1))];
    }

    /// <summary>Such a server does not say what is in memory. One model is; among several, asking for one might make a proxy load it.</summary>
    private static LocalModel Read(ListedModel model, bool isOnlyOne) => new()
    {
        Key = model.Id,
        Quantization = QuantizationName.FromName(model.Id),
        Instances = isOnlyOne ? [new LoadedInstance { Id = model.Id }] : [],
    };

    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var models = await probe.GetAsync("v1/models", cancellationToken);
        return models.IsGood && models.Read<ModelList>() is not null ? new Greeting() : null;
    }
}
