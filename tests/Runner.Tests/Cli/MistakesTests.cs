using System.Net;
using System.Net.Sockets;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

public sealed class MistakesTests : IDisposable
{
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Theory]
    [InlineData("rnu", "Did you mean \"run\"?")]
    [InlineData("run --sever http://127.0.0.1:1", "Did you mean \"--server\"?")]
    [InlineData("plan chek", "Did you mean \"check\"?")]
    [InlineData("run quik", "There is no plan \"quik\". Did you mean \"quick\"?")]
    [InlineData("run --model m --case shrt", "Did you mean \"short\"?")]
    [InlineData("run --requests many", "--requests: \"many\" is no whole number. Write one such as 42.")]
    [InlineData("run --seed x", "--seed: \"x\" is no whole number. Write one such as 42.")]
    [InlineData("run --seed 1.5", "--seed: \"1.5\" is no whole number. Write one such as 42.")]
    [InlineData("run --seed 99999999999", "--seed: 99999999999 is too large. Write at most 2147483647.")]
    [InlineData("serve --port", "--port: its value is missing. Write one such as 42.")]
    [InlineData("serve --plan", "--plan: its value is missing.")]
    [InlineData("run --seed 1 --seed 2", "--seed: it has 2 values. Write it once, with one.")]
    [InlineData("serve --port x", "--port: \"x\" is no whole number. Write one such as 42.")]
    [InlineData("report", "DIR is missing. The session's folder, or one of imported results.")]
    [InlineData("", "Say what to do: run, plan, models, report, compare, import, fit, serve, servers, doctor, calibrate")]
    public async Task A_mistyped_word_is_answered_with_the_nearest_known_one(string line, string expected)
    {
        var told = await _llmobs.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task All_mistakes_in_the_flags_are_listed_at_once()
    {
        var told = await _llmobs.RunAsync("run", "--until", "7", "--requests", "0", "--case", "shrt", "--server", "://", "--warmup", "-1", "--concurrency", "0", "--api-key-env", "NO_SUCH_KEY");

        Assert.Equal(2, told.ExitCode);
        foreach (var flag in new[] { "--until", "--requests", "--case", "--server", "--warmup", "--concurrency", "--api-key-env" })
            Assert.Single(told.ErrorLines, line => line.StartsWith($"llmobs: {flag}:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run quick --collector http://192.0.2.1:5181 --collector-token-file no-such-file", "--collector-token-file: no-such-file cannot be read")]
    [InlineData("doctor --collector http://192.0.2.1:5181 --collector-token-file no-such-file", "--collector-token-file: no-such-file cannot be read")]
    [InlineData("serve --collector http://192.0.2.1:5181 --collector-token-file no-such-file", "openssl rand -hex 32 > no-such-file")]
    public async Task A_token_that_cannot_be_had_is_told_before_anything_begins(string line, string expected)
    {
        var told = await _llmobs.RunAsync(line.Split(' '));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_token_of_the_environment_is_told_where_a_Collector_is_named()
    {
        _llmobs.Set("LLMOBS_COLLECTOR_TOKEN", "hunter2");

        var told = await _llmobs.RunAsync("run", "quick", "--collector", "http://192.0.2.1:5181");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("LLMOBS_COLLECTOR_TOKEN: the token has 7 characters", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run quick --model m", "cannot go together")]
    [InlineData("run --model m --only x", "Leave one out")]
    [InlineData("run --model m --priority 1", "Leave one out")]
    [InlineData("run --prompt a --case short", "cannot go together")]
    [InlineData("run quick --resume here", "--resume goes on")]
    [InlineData("run --resume here --dry-run", "cannot go together")]
    public async Task Flags_that_contradict_each_other_are_refused(string line, string expected)
    {
        var told = await _llmobs.RunAsync(line.Split(' '));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("run"), InlineData("plan check"), InlineData("plan show"), InlineData("serve --plan")]
    public async Task A_plans_path_that_does_not_exist_is_a_file_that_is_not_there(string line)
    {
        foreach (var path in new[] { "nowhere/quick", "quik.json", Path.Combine(_llmobs.Folder, "none.json") })
        {
            var told = await _llmobs.RunAsync([.. line.Split(' '), path]);

            Assert.Equal(2, told.ExitCode);
            Assert.Contains($"There is no file {Path.GetFullPath(path)}.", told.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_is_no_plan()
    {
        var told = await _llmobs.RunAsync("plan", "check", _llmobs.Folder);

        Assert.Contains($"{_llmobs.Folder} is a folder. Name a .json file in it.", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_with_twelve_mistakes_gets_twelve_messages()
    {
        var plan = _llmobs.Write("bad.json", """
            {
              "schemaVersion": 1, "name": "a b",
              "models": [{ "id": "m", "name": "M" }, { "id": "m", "name": "Again" }],
              "variants": [{ "id": "v", "model": "n", "quantization": "Q4", "format": "ggguf", "fileSize": "130", "priority": 0 }],
              "cases": [{ "id": "c", "category": "x", "prompt": "", "maxTokens": 0, "answerMaxTokens": 1, "attachments": [{ "file": "none.txt" }] }],
              "settings": { "blocks": 0, "cooldwn": "5s", "limits": { "load": "soon" } }
            }
            """);

        var told = await _llmobs.RunAsync("plan", "check", plan);

        Assert.Equal(2, told.ExitCode);
        Assert.Empty(told.Output);
        Assert.True(told.ErrorLines.Count == 12, told.Error);
    }

    [Fact]
    public async Task A_variant_that_the_plan_does_not_have_is_answered_with_the_nearest_one()
    {
        var told = await _llmobs.RunAsync("run", "quick", "--server", "simulator", "--only", "demo-coder-q4_k_n", "--phase", "one");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("--only: no variant of the plan \"quick\" is called \"demo-coder-q4_k_n\". Did you mean \"demo-coder-q4_k_m\"?", told.Error, StringComparison.Ordinal);
        Assert.Contains("--phase: the plan \"quick\" has no phases", told.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_llmobs.Results));
    }

    [Theory]
    [InlineData("mac-512gb", "--priority: no variant of the plan \"mac-512gb\" is that urgent. Its priorities are: 1, 2, 3, 4, 5, 6.")]
    [InlineData("quick", "--priority: no variant of the plan \"quick\" is that urgent. None of them has a priority: leave it out.")]
    public async Task A_priority_that_no_variant_has_is_answered_with_those_there_are(string plan, string expected)
    {
        var told = await _llmobs.RunAsync("run", plan, "--server", "simulator", "--priority", "0");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(expected, told.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_unreachable_server_is_the_users_mistake_also_under_json(bool json)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var told = await _llmobs.RunAsync(["run", "--server", $"http://127.0.0.1:{port}", .. json ? new[] { "--json" } : []]);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains($":{port}", told.Error, StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task A_server_that_is_no_LLM_is_the_users_mistake()
    {
        await using var other = await OtherServer.StartAsync();

        var told = await _llmobs.RunAsync("run", "--json", "--server", other.Address.ToString());

        Assert.Equal(2, told.ExitCode);
        Assert.NotEmpty(told.Error);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task A_wrong_or_missing_key_is_said_and_the_key_never_is()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Token = "right" }, TestContext.Current.CancellationToken);
        _llmobs.Set("MY_KEY", "wrong-and-secret");

        var wrong = await _llmobs.RunAsync("run", "--server", simulator.Address.ToString(), "--api-key-env", "MY_KEY");
        var none = await _llmobs.RunAsync("run", "--server", simulator.Address.ToString());

        Assert.Equal((2, 2), (wrong.ExitCode, none.ExitCode));
        Assert.Contains("key", wrong.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong-and-secret", wrong.ToString(), StringComparison.Ordinal);
        Assert.Contains("--api-key-env", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_the_users_mistake()
    {
        var file = _llmobs.Write("taken", "a file stands where the folder should be");

        var told = await _llmobs.RunAsync("run", "--json", "--server", "simulator", "--model", "demo-coder@q8_0", "--output", file);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("taken", told.Error, StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Theory, InlineData("run --resume"), InlineData("report")]
    public async Task A_folder_that_holds_no_session_is_refused(string line)
    {
        var told = await _llmobs.RunAsync([.. line.Split(' '), _llmobs.Folder]);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("is no session", told.Error, StringComparison.Ordinal);
    }
}
