using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>vLLM: the models are fixed when it starts and always in memory.</summary>
internal sealed class VllmServer(ServerConnection connection) : LlmServer(connection)
{
    public static ServerDialect Dialect { get; } = new()
    {
        Kind = "vllm",
        Name = "vLLM",
        UsualPort = 8000,
        StartCommand = "vllm serve MODEL",
        RecogniseAsync = RecogniseAsync,
        Open = connection => new VllmServer(connection),
    };

    public override ServerWords Words => new VllmWords(Identity);

    public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken) =>
        [.. (await AskModelsAsync(cancellationToken)).Where(model => model.Parent is null).Select(Read)];

    public override async Task<ServerActivity?> ReadActivityAsync(string instanceId, CancellationToken cancellationToken)
    {
        var answer = await Channel.GetAsync("metrics", AnswerLimit, cancellationToken);
        if (!answer.IsGood || PrometheusText.Sum(answer.Text, "vllm:num_requests_running") is not { } running)
            return null;
        return new ServerActivity
        {
            UnderWay = (int)(running + (PrometheusText.Sum(answer.Text, "vllm:num_requests_waiting") ?? 0)),
            Finished = (long?)PrometheusText.Sum(answer.Text, "vllm:request_success_total"),
        };
    }

    public override Task<string?> ReadRuntimeAsync(string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Identity.Version is { } version ? $"vLLM {version}" : null);

    private static LocalModel Read(ListedModel model) => new()
    {
        Key = model.Id,
        DisplayName = model.Root,
        Quantization = QuantizationName.FromName(model.Root) ?? QuantizationName.FromName(model.Id),
        MaximumContextTokens = model.MaxModelLen,
        Instances = [new LoadedInstance { Id = model.Id, ContextTokens = model.MaxModelLen }],
    };

    /// <summary><c>/version</c> needs no key, so a guarded server is known by it as well.</summary>
    private static async Task<Greeting?> RecogniseAsync(ServerProbe probe, CancellationToken cancellationToken)
    {
        var version = await probe.GetAsync("version", cancellationToken);
        if (!version.IsGood || version.TextMember("version") is not { } number)
            return null;
        var models = await probe.GetAsync("v1/models", cancellationToken);
        var owners = models.Read<ModelList>()?.Data.Select(model => model.OwnedBy) ?? [];
        return models.IsKeyRefused || owners.Contains("vllm", StringComparer.Ordinal) ? new Greeting(number) : null;
    }

    private sealed class VllmWords(ServerIdentity server) : ServerWords(server)
    {
        public override string WhenNotLoaded(string? key) => $"Start it with: vllm serve {key ?? "<model>"}";

        public override string WhenContextIsTooSmall(int tokens) => FormattableString.Invariant($"Start vLLM with --max-model-len {tokens} and go on with --resume.");
    }
}
