using System.Net;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class LoadingTests
{
    private const string Load = "/api/v1/models/load";

    [Fact]
    public async Task A_model_is_loaded_listed_and_unloaded()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var (_, loaded) = await simulator.PostAsync(Load, new { model = RunningSimulator.Demo, context_length = 8192, flash_attention = false, echo_load_config = true });
        var id = loaded.GetProperty("instance_id").GetString();
        var whileLoaded = (await simulator.ListedAsync(RunningSimulator.Demo)).GetProperty("loaded_instances").GetArrayLength();
        var (status, unloaded) = await simulator.PostAsync("/api/v1/models/unload", new { instance_id = id });
        var after = (await simulator.ListedAsync(RunningSimulator.Demo)).GetProperty("loaded_instances").GetArrayLength();

        Assert.Equal("llm", loaded.GetProperty("type").GetString());
        Assert.Equal("loaded", loaded.GetProperty("status").GetString());
        Assert.Equal(8192, loaded.GetProperty("load_config").GetProperty("context_length").GetInt32());
        Assert.False(loaded.GetProperty("load_config").GetProperty("flash_attention").GetBoolean());
        Assert.Equal((1, 0), (whileLoaded, after));
        Assert.Equal((HttpStatusCode.OK, id), (status, unloaded.GetProperty("instance_id").GetString()));
    }

    [Fact]
    public async Task The_configuration_is_echoed_only_when_asked()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var (_, loaded) = await simulator.PostAsync(Load, new { model = RunningSimulator.Demo });

        Assert.False(loaded.TryGetProperty("load_config", out _));
    }

    [Fact]
    public async Task A_load_takes_the_models_load_time_divided_by_the_time_scale()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 2 });

        var (_, loaded) = await simulator.PostAsync(Load, new { model = "demo-coder@q8_0" });

        Assert.InRange(loaded.GetProperty("load_time_seconds").GetDouble(), 0.165, 0.6);
    }

    [Theory]
    [InlineData("""{"model":"demo-coder@q4_k_m","parallel":8}""", 400, "parallel")]
    [InlineData("""{"model":"demo-coder@q4_k_m","context_length":"8192"}""", 400, "context_length")]
    [InlineData("""{"model":"demo-coder@q4_k_m","context_length":0}""", 400, "context_length")]
    [InlineData("""{"model":"demo-coder@q4_k_m","flash_attention":"yes"}""", 400, "flash_attention")]
    [InlineData("""{"context_length":8192}""", 400, "model")]
    [InlineData("""{"model":"demo-coder@q3_k"}""", 404, "demo-coder@q3_k")]
    [InlineData("""["demo-coder@q4_k_m"]""", 400, "object")]
    [InlineData("""{"model":""", 400, "JSON")]
    public async Task What_cannot_be_loaded_is_refused_with_the_reason(string body, int status, string named)
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await simulator.Client.PostAsync(Load, content, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty((await simulator.ListedAsync(RunningSimulator.Demo)).GetProperty("loaded_instances").EnumerateArray());
    }

    [Fact]
    public async Task What_is_more_than_the_machines_memory_does_not_load_until_there_is_room()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 5000 });
        var first = await simulator.LoadAsync("unsloth/minimax-m2.1@q8_0");
        object wish = new { model = "unsloth/minimax-m2.1@bf16", context_length = 4096 };

        var (refused, error) = await simulator.PostAsync(Load, wish);
        await simulator.PostAsync("/api/v1/models/unload", new { instance_id = first });
        var (loaded, _) = await simulator.PostAsync(Load, wish);

        Assert.Equal(HttpStatusCode.InternalServerError, refused);
        Assert.Equal("model_load_failed", error.GetProperty("error").GetProperty("type").GetString());
        Assert.Contains("512 GB", error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, loaded);
    }

    [Fact]
    public async Task Context_takes_memory_too_so_the_largest_model_fits_only_with_less_of_it()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 5000 });

        var (whole, _) = await simulator.PostAsync(Load, new { model = "unsloth/minimax-m2.1@bf16", context_length = 196_608 });
        var (half, _) = await simulator.PostAsync(Load, new { model = "unsloth/minimax-m2.1@bf16", context_length = 98_304 });

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (whole, half));
    }

    [Fact]
    public async Task A_second_load_of_a_model_is_an_instance_of_its_own()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var ids = (await simulator.LoadAsync(RunningSimulator.Demo), await simulator.LoadAsync(RunningSimulator.Demo));

        Assert.Equal((RunningSimulator.Demo, $"{RunningSimulator.Demo}:2"), ids);
        Assert.Equal(2, (await simulator.ListedAsync(RunningSimulator.Demo)).GetProperty("loaded_instances").GetArrayLength());
    }

    [Fact]
    public async Task A_clamped_context_shows_in_the_list_alone()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 20, ClampsContextTo = 6553 });

        var (_, loaded) = await simulator.PostAsync(Load, new { model = RunningSimulator.Demo, context_length = 65536, echo_load_config = true });

        var config = (await simulator.ListedAsync(RunningSimulator.Demo)).GetProperty("loaded_instances")[0].GetProperty("config");
        Assert.Equal(65536, loaded.GetProperty("load_config").GetProperty("context_length").GetInt32());
        Assert.Equal(6553, config.GetProperty("context_length").GetInt32());
    }

    [Fact]
    public async Task Unloading_what_is_not_loaded_is_not_found()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var (status, _) = await simulator.PostAsync("/api/v1/models/unload", new { instance_id = RunningSimulator.Demo });

        Assert.Equal(HttpStatusCode.NotFound, status);
    }
}
