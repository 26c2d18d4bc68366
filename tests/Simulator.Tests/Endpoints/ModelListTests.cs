using System.Text.Json;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class ModelListTests
{
    [Fact]
    public async Task The_native_list_has_the_members_LM_Studio_gives()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        await simulator.LoadAsync(RunningSimulator.Demo, 16384);

        var model = await simulator.ListedAsync(RunningSimulator.Demo);

        Assert.Equal(
            "architecture capabilities description display_name format key loaded_instances max_context_length params_string publisher "
            + "quantization selected_variant size_bytes type variants",
            Names(model));
        Assert.Equal("bits_per_weight name", Names(model.GetProperty("quantization")));
        var instance = Assert.Single(model.GetProperty("loaded_instances").EnumerateArray());
        Assert.Equal("config id", Names(instance));
        Assert.Equal("context_length eval_batch_size flash_attention offload_kv_cache_to_gpu parallel", Names(instance.GetProperty("config")));
        Assert.Equal(16384, instance.GetProperty("config").GetProperty("context_length").GetInt32());
        Assert.Equal(4, instance.GetProperty("config").GetProperty("parallel").GetInt32());
        Assert.Equal(RunningSimulator.Demo, Assert.Single(model.GetProperty("variants").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task There_are_four_demo_models_and_the_fourteen_of_the_plan_and_all_are_named_simulated()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var models = (await simulator.GetAsync("/api/v1/models")).GetProperty("models").EnumerateArray().ToList();

        Assert.Equal(18, models.Select(model => model.GetProperty("key").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(4, models.Count(model => model.GetProperty("publisher").GetString() == "demo"));
        Assert.Equal(4, models.Count(model => model.GetProperty("format").GetString() == "mlx"));
        Assert.All(models, model => Assert.EndsWith("(simulated)", model.GetProperty("display_name").GetString(), StringComparison.Ordinal));
        Assert.All(models, model => Assert.True(model.GetProperty("size_bytes").GetInt64() > 1_000_000_000));
    }

    [Fact]
    public async Task The_older_list_tells_what_is_loaded_and_with_how_much_context()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        await simulator.LoadAsync(RunningSimulator.Demo, 4096);

        var models = (await simulator.GetAsync("/api/v0/models")).GetProperty("data").EnumerateArray().ToList();

        var loaded = Assert.Single(models, model => model.GetProperty("state").GetString() == "loaded");
        Assert.Equal("arch compatibility_type id loaded_context_length max_context_length object publisher quantization state type", Names(loaded));
        Assert.Equal(4096, loaded.GetProperty("loaded_context_length").GetInt32());
        Assert.All(models.Where(model => model.GetProperty("state").GetString() == "not-loaded"), model => Assert.False(model.TryGetProperty("loaded_context_length", out _)));
    }

    [Fact]
    public async Task One_model_can_be_asked_for_by_a_key_with_a_slash()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var model = await simulator.GetAsync($"/api/v0/models/{RunningSimulator.Thinker}");

        Assert.Equal(RunningSimulator.Thinker, model.GetProperty("id").GetString());
        Assert.Equal("Q4_K_S", model.GetProperty("quantization").GetString());
    }

    [Fact]
    public async Task The_OpenAI_list_names_every_model_on_disk_so_it_proves_nothing_about_what_is_loaded()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var list = await simulator.GetAsync("/v1/models");

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(18, list.GetProperty("data").GetArrayLength());
    }

    private static string Names(JsonElement element) =>
        string.Join(' ', element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
}
