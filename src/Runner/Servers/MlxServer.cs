using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>mlx_lm.server: lists every MLX repository in the Hugging Face cache and loads whichever a request names.</summary>
internal sealed class MlxServer(ServerConnection connection) : LlmServer(connection)
{
    /// <summary>Its own name for the model it was started with, which is in memory from the start.</summary>
    private const string StartedWith = "default_model";

    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "mlx_lm",
        Name = "mlx_lm.server",
        UsualPort = 8080,
        StartCommand = "mlx_lm.server --model REPOSITORY",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new MlxServer(connection),
    };

    /// <summary>
    /// It does not say which one is in memory. One listed is that; a folder is listed only where it was started with it; among several repositories only
    /// "what it was started with" can be asked without loading another. Its answers repeat the name they were asked by: they prove nothing.
    /// </summary>
    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var listed = await AskModelsAsync(cancellationToken);
        if (listed is [var only])
            return [Read(only) with { Instances = [new LoadedInstance { Id = only.Id }] }];
        if (listed.FirstOrDefault(model => model.Id.StartsWith('/')) is { } folder)
            return [.. listed.Select(model => Read(model) with { Instances = model == folder ? [new LoadedInstance { Id = folder.Id }] : [] })];
        return [StartedWithModel, .. listed.Select(Read)];
    }

    private static LocalModel StartedWithModel => new()
    {
        Key = StartedWith,
        DisplayName = "the model mlx_lm.server was started with",
        Format = ModelFormat.Mlx,
        Instances = [new LoadedInstance { Id = StartedWith }],
    };

    private static LocalModel Read(ListedModel model) => new()
    {
        Key = model.Id,
        Publisher = model.Id.Split('/') is [var publisher, _] ? publisher : null,
        Quantization = QuantizationName.FromName(model.Id),
        Format = ModelFormat.Mlx,
    };

    /// <summary>It has no sign of its own: Python's plain HTTP server and a list whose models have no owner.</summary>
    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var models = await probe.GetAsync("v1/models", cancellationToken);
        var isPython = models.ServerHeader?.StartsWith("BaseHTTP/", StringComparison.Ordinal) is true;
        var list = models.IsGood ? models.Read<ModelList>() : null;
        return isPython && list is not null && list.Data.All(model => model.OwnedBy is null) ? new Greeting() : null;
    }
}
