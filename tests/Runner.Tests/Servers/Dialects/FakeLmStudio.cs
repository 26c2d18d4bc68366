using System.Text.Json.Nodes;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>LM Studio as its documentation and its users' reports describe it: its JSON is written from those, not recorded.</summary>
internal static class FakeLmStudio
{
    /// <summary>A model with two quantizations, one of them chosen in the app; a plain one; an embedding model.</summary>
    public const string Idle = """
        {"models":[
          {"type":"llm","publisher":"google","key":"google/gemma-4-26b-a4b","display_name":"Gemma 4 26B A4B","architecture":"gemma4",
           "quantization":{"name":"Q4_K_M","bits_per_weight":4},"size_bytes":17990911801,"params_string":"26B-A4B","loaded_instances":[],
           "max_context_length":262144,"format":"gguf","capabilities":{"vision":true,"trained_for_tool_use":true},"description":null,
           "variants":["google/gemma-4-26b-a4b@q4_k_m","google/gemma-4-26b-a4b@4bit"],"selected_variant":"google/gemma-4-26b-a4b@q4_k_m"},
          {"type":"llm","publisher":"unsloth","key":"minimax-m2.1@q6_k","display_name":"MiniMax M2.1","architecture":"minimax-m2",
           "quantization":{"name":"Q6_K","bits_per_weight":6},"size_bytes":188000000000,"params_string":"230B","loaded_instances":[],
           "max_context_length":196608,"format":"gguf","description":null},
          {"type":"embedding","publisher":"gaianet","key":"text-embedding-nomic-embed-text-v1.5-embedding","display_name":"Nomic Embed Text v1.5",
           "quantization":{"name":"F16","bits_per_weight":16},"size_bytes":274290560,"params_string":null,"loaded_instances":[],"max_context_length":2048,"format":"gguf"}]}
        """;

    public const string MiniMax = "minimax-m2.1@q6_k";

    public static async Task<FakeServer> StartAsync(CancellationToken cancellationToken, string models = Idle)
    {
        var fake = await FakeServer.StartAsync(cancellationToken);
        // LM Studio answers a path it does not know with 200
        fake.Otherwise = """{"error":"Unexpected endpoint or method. (GET /somewhere). Returning 200 anyway"}""";
        return fake.Says("GET /lmstudio-greeting", """{"lmstudio":true}""").Says("GET /api/v1/models", models);
    }

    public static Task<ILlmServer> ConnectAsync(FakeServer fake, CancellationToken cancellationToken, string? apiKey = null) =>
        new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, apiKey, cancellationToken);

    /// <summary>From the next load on, the list holds these instances of a model.</summary>
    public static FakeServer LoadsAs(this FakeServer fake, string key, int contextTokens, params string[] instanceIds)
    {
        var listed = JsonNode.Parse(Idle)!;
        var model = listed["models"]!.AsArray().First(one => (string?)one!["key"] == key)!;
        model["loaded_instances"] = new JsonArray([.. instanceIds.Select(id => Instance(id, contextTokens))]);
        fake.Says("POST /api/v1/models/unload", """{"instance_id":"x"}""");
        return fake.Says("POST /api/v1/models/load", body =>
        {
            fake.Says("GET /api/v1/models", listed.ToJsonString());
            var asked = (int?)JsonNode.Parse(body)!["context_length"] ?? 4096;
            return Loaded(instanceIds[^1], asked);
        });
    }

    public static FakeAnswer Loaded(string instanceId, int contextTokens) => $$$"""
        {"type":"llm","instance_id":"{{{instanceId}}}","load_time_seconds":9.099,"status":"loaded",
         "load_config":{"context_length":{{{contextTokens}}},"eval_batch_size":512,"flash_attention":true,"offload_kv_cache_to_gpu":true}}
        """;

    private static JsonNode? Instance(string id, int contextTokens) => JsonNode.Parse($$$"""
        {"id":"{{{id}}}","config":{"context_length":{{{contextTokens}}},"eval_batch_size":512,"parallel":4,"flash_attention":true,"offload_kv_cache_to_gpu":true}}
        """);
}
