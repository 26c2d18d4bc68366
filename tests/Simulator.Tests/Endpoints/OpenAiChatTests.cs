using System.Net;
using System.Text;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Endpoints;

public sealed class OpenAiChatTests
{
    private const string Sort = "写一个Python快速排序算法，包含注释";

    [Fact]
    public async Task A_stream_begins_with_the_role_and_ends_with_finish_usage_and_the_end_mark()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var events = await simulator.ChatAsync(Sort);

        Assert.Equal("assistant", events[0].Choice!.Value.GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal("", events[0].Content);
        Assert.All(events.Skip(1).SkipLast(3), sent => Assert.NotEqual("", sent.Content ?? ""));
        Assert.Equal("stop", events[^3].FinishReason);
        Assert.Equal(events.Count - 4, events[^2].Data.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.True(events[^1].IsDone);
    }

    [Fact]
    public async Task Every_chunk_names_the_model_the_response_and_that_it_is_simulated()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var events = await simulator.ChatAsync("Hello", maxTokens: 5);

        Assert.All(events.SkipLast(1), sent =>
        {
            Assert.Equal("simulated", sent.Data.GetProperty("system_fingerprint").GetString());
            Assert.Equal("chat.completion.chunk", sent.Data.GetProperty("object").GetString());
            Assert.Equal(RunningSimulator.Demo, sent.Data.GetProperty("model").GetString());
            Assert.Equal(events[0].Data.GetProperty("id").GetString(), sent.Data.GetProperty("id").GetString());
            Assert.Null(sent.Name);
        });
    }

    [Fact]
    public async Task Usage_comes_only_when_asked_for()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var events = await simulator.StreamAsync("/v1/chat/completions", new { model = RunningSimulator.Demo, messages = new[] { new { role = "user", content = "Hi" } }, stream = true, max_tokens = 4 });

        Assert.DoesNotContain(events.SkipLast(1), sent => sent.Data.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task The_limit_of_tokens_ends_an_answer_with_the_reason_length()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var events = await simulator.ChatAsync(Sort, maxTokens: 40);

        Assert.Equal(40, events.Count(sent => sent is { IsDone: false, Content.Length: > 0 }));
        Assert.Equal("length", events[^3].FinishReason);
    }

    [Fact]
    public async Task The_same_question_has_the_same_answer_whole_or_streamed()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        var streamed = await simulator.ChatAsync(Sort);
        var (_, whole) = await simulator.PostAsync("/v1/chat/completions", new { model = RunningSimulator.Demo, messages = new[] { new { role = "user", content = Sort } } });

        var choice = whole.GetProperty("choices")[0];
        Assert.Equal(string.Concat(streamed.SkipLast(1).Select(sent => sent.Content)), choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("simulated", whole.GetProperty("system_fingerprint").GetString());
        Assert.False(whole.TryGetProperty("stats", out _));
    }

    [Fact]
    public async Task A_thinking_model_reasons_first_and_both_are_counted()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 500 });

        var events = await simulator.ChatAsync("三个盒子，标签全错。最少取几次？", RunningSimulator.Thinker);

        var texts = events.Skip(1).SkipLast(3).ToList();
        var thinking = texts.TakeWhile(sent => sent.Reasoning is not null).Count();
        var usage = events[^2].Data.GetProperty("usage");
        Assert.Equal(160, thinking);
        Assert.All(texts.Skip(thinking), sent => Assert.NotNull(sent.Content));
        Assert.Equal(160, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal(texts.Count, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt32() + texts.Count, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task A_budget_that_ends_within_the_thinking_leaves_no_answer()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 500 });

        var events = await simulator.ChatAsync("请用一句话解释量子计算", RunningSimulator.Thinker, maxTokens: 100);

        Assert.DoesNotContain(events.SkipLast(1), sent => sent.Content is { Length: > 0 });
        Assert.Equal("length", events[^3].FinishReason);
    }

    [Fact]
    public async Task The_older_API_adds_statistics_the_model_and_the_runtime_streamed_or_whole()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        object Ask(bool stream) => new { model = RunningSimulator.Demo, messages = new[] { new { role = "user", content = Sort } }, stream };

        var streamed = (await simulator.StreamAsync("/api/v0/chat/completions", Ask(stream: true)))[^2].Data;
        var (_, whole) = await simulator.PostAsync("/api/v0/chat/completions", Ask(stream: false));

        foreach (var answer in new[] { streamed, whole })
        {
            var stats = answer.GetProperty("stats");
            Assert.Equal("eosFound", stats.GetProperty("stop_reason").GetString());
            Assert.True(stats.GetProperty("time_to_first_token").GetDouble() > 0);
            Assert.True(stats.GetProperty("generation_time").GetDouble() > 0);
            Assert.Equal("gguf", answer.GetProperty("model_info").GetProperty("format").GetString());
            Assert.StartsWith("simulated", answer.GetProperty("runtime").GetProperty("name").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"model":"demo-coder@q4_k_m"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":"demo-coder@q4_k_m","messages":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":"no-such-model","messages":[{"role":"user","content":"Hi"}]}""", HttpStatusCode.NotFound)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    public async Task A_request_that_makes_no_sense_is_refused_with_a_message(string body, HttpStatusCode expected)
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await simulator.Client.PostAsync("/v1/chat/completions", content, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains("\"message\":\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();
        await simulator.LoadAsync(RunningSimulator.Demo, 64);

        var (status, error) = await simulator.PostAsync("/v1/chat/completions", new { model = RunningSimulator.Demo, messages = new[] { new { role = "user", content = new string('长', 100) } } });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("108 tokens", error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_loaded_is_loaded_first()
    {
        await using var simulator = await RunningSimulator.StartFastAsync();

        await simulator.ChatAsync("Hi", "demo-coder@q6_k", maxTokens: 3);

        Assert.Single((await simulator.ListedAsync("demo-coder@q6_k")).GetProperty("loaded_instances").EnumerateArray());
    }

    [Fact]
    public async Task Or_another_loaded_one_answers_in_its_own_name_when_asked_to_misbehave()
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { TimeScale = 20, AnswersWithWrongModel = true });
        await simulator.LoadAsync(RunningSimulator.Demo);

        var events = await simulator.ChatAsync("Hi", "demo-coder@q6_k", maxTokens: 3);

        Assert.Equal(RunningSimulator.Demo, events[0].Data.GetProperty("model").GetString());
        Assert.Empty((await simulator.ListedAsync("demo-coder@q6_k")).GetProperty("loaded_instances").EnumerateArray());
    }
}
