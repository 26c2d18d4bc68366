using System.Text.Json.Nodes;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>LM Studio as its documentation and its users' reports describe it: <c>Recordings/lm_studio</c> is written from those, not recorded.</summary>
internal static class FakeLmStudio
{
    /// <summary>A model with two quantizations, one of them chosen in the app; a plain one; an embedding model.</summary>
    public static string Idle { get; } = Recording.Documented("lm_studio", "v1-models.json");

    public const string MiniMax = "minimax-m2.1@q6_k";

    public static async Task<FakeServer> StartAsync(CancellationToken cancellationToken, string? models = null)
    {
        var fake = await FakeServer.StartAsync(cancellationToken);
        // LM Studio answers a path it does not know with 200
        fake.Otherwise = Recording.Documented("lm_studio", "unknown-endpoint.json");
        return fake.Says("GET /lmstudio-greeting", Recording.Documented("lm_studio", "greeting.json")).Says("GET /api/v1/models", models ?? Idle);
    }

    public static Task<ILlmServer> ConnectAsync(FakeServer fake, CancellationToken cancellationToken, string? apiKey = null) =>
        new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey, cancellationToken);

    /// <summary>From the next load on, the list holds these instances of a model.</summary>
    public static FakeServer LoadsAs(this FakeServer fake, string key, int contextTokens, params string[] instanceIds)
    {
        var listed = JsonNode.Parse(Idle)!;
        var model = listed["models"]!.AsArray().First(one => (string?)one!["key"] == key)!;
        model["loaded_instances"] = new JsonArray([.. instanceIds.Select(id => Instance(id, contextTokens))]);
        fake.Says("POST /api/v1/models/unload", Recording.Documented("lm_studio", "v1-unload.json"));
        return fake.Says("POST /api/v1/models/load", body =>
        {
            fake.Says("GET /api/v1/models", listed.ToJsonString());
            var asked = (int?)JsonNode.Parse(body)!["context_length"] ?? 4096;
            return Loaded(instanceIds[^1], asked);
        });
    }

    public static FakeAnswer Loaded(string instanceId, int contextTokens)
    {
        var loaded = JsonNode.Parse(Recording.Documented("lm_studio", "v1-load.json"))!;
        loaded["instance_id"] = instanceId;
        loaded["load_config"]!["context_length"] = contextTokens;
        return loaded.ToJsonString();
    }

    private static JsonNode Instance(string id, int contextTokens)
    {
        var instance = JsonNode.Parse(Recording.Documented("lm_studio", "v1-instance.json"))!;
        instance["id"] = id;
        instance["config"]!["context_length"] = contextTokens;
        return instance;
    }
}
