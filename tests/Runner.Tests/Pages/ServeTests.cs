using System.Net;
using LlmObs.Runner.Cli;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Pages;

public sealed class ServeTests : IDisposable
{
    private const string TinyPlan = """
        {
          "schemaVersion": 1, "name": "tiny", "discover": "available",
          "cases": [{ "id": "answer", "category": "short answer", "prompt": "Say hello.", "maxTokens": 40 }],
          "settings": { "blocks": 2, "iterations": 1, "warmups": 1, "concurrency": [1] }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-serve-").FullName;

    private string Results => Path.Combine(_folder, "results");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_process_runs_a_plan_on_its_own_Simulator_and_shows_page_reports_and_files()
    {
        await using var service = await RunningService.StartAsync(Results, Cancelled, "--server", "simulator", "--plan", Plan());
        Assert.Contains("""<meta http-equiv="refresh" """, await service.PageAsync("/"), StringComparison.Ordinal);
        await service.StateAsync(state => state.Contains("\"exitCode\":0", StringComparison.Ordinal));

        var session = Path.GetFileName(Assert.Single(Directory.GetDirectories(Results)));
        var home = await service.PageAsync("/");
        Assert.Contains($"href=\"/sessions/{session}/\">Open the comparison", home, StringComparison.Ordinal);
        Assert.Contains("<strong>Simulated.</strong>", home, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", home, StringComparison.Ordinal);
        var comparison = await service.PageAsync($"/sessions/{session}/");
        Assert.Contains("demo-coder", comparison, StringComparison.Ordinal);
        Assert.Contains("<strong>Simulated.</strong>", comparison, StringComparison.Ordinal);
        Assert.Contains("class=\"number\"", comparison, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", comparison, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(Results, session), "*.*").Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.'))
        {
            Assert.Contains($"/sessions/{session}/{Uri.EscapeDataString(file)}\"", comparison, StringComparison.Ordinal);
            await service.PageAsync($"/sessions/{session}/{Uri.EscapeDataString(file)}");
        }
        Assert.Contains("demo-coder (simulated)", service.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_buttons_stop_refuse_and_go_on()
    {
        await using var service = await RunningService.StartAsync(Results, Cancelled, "--server", "simulator");
        await service.StateAsync(state => state.Contains("\"activity\":\"running\"", StringComparison.Ordinal));

        using var second = await service.PostAsync("/start");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("A session is under way. Stop it first, or wait.", await second.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var api = await service.PostAsync("/api/sessions?plan=quick");
        Assert.Equal(HttpStatusCode.Conflict, api.StatusCode);

        using var stop = await service.PostAsync("/stop", service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.SeeOther, stop.StatusCode);
        Assert.Equal("/", stop.Headers.Location!.ToString());
        await service.StateAsync(state => state.Contains("\"exitCode\":130", StringComparison.Ordinal));
        Assert.Contains("Go on with it", await service.PageAsync("/"), StringComparison.Ordinal);

        using var resume = await service.PostAsync("/resume");
        Assert.Equal(HttpStatusCode.SeeOther, resume.StatusCode);
        await service.StateAsync(state => state.Contains("\"activity\":\"running\"", StringComparison.Ordinal));
        Assert.Single(Directory.GetDirectories(Results));
    }

    [Fact]
    public async Task A_real_server_is_left_alone_until_someone_asks()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), Cancelled);
        await using var service = await RunningService.StartAsync(Results, Cancelled, "--server", simulator.Address.ToString(), "--plan", Plan());

        var state = await service.StateAsync(one => one.Contains("Nothing starts unasked", StringComparison.Ordinal));
        Assert.Contains("\"activity\":\"idle\"", state, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Results));
        Assert.Contains(">Run tiny plan</button>", await service.PageAsync("/"), StringComparison.Ordinal);
        using var start = await service.PostAsync("/start");

        await service.StateAsync(one => one.Contains("\"exitCode\":0", StringComparison.Ordinal));
        Assert.StartsWith("tiny-", Path.GetFileName(Assert.Single(Directory.GetDirectories(Results))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--server: ", "--server", "http://")]
    [InlineData("Nothing listens at http://127.0.0.1:9", "--server", "http://127.0.0.1:9")]
    [InlineData("the environment variable \"LLMOBS_NO_SUCH_KEY\" is not set", "--api-key-env", "LLMOBS_NO_SUCH_KEY")]
    [InlineData("Did you mean \"quick\"?", "--plan", "quik")]
    [InlineData("--port: 70000 is no port", "--port", "70000")]
    public async Task A_mistake_is_told_and_ends_with_2(string message, string option, string value)
    {
        using var error = new StringWriter();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var around = Surroundings.OfThisProcess() with { Output = TextWriter.Null, Error = error };

        string[] port = option == "--port" ? [] : ["--port", "0"];
        var exitCode = await LlmObsCommand.InvokeAsync(["serve", .. port, "--output", Results, option, value], around, limit.Token).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.All(error.ToString().Trim().Split('\n'), line => Assert.StartsWith("llmobs: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_taken_port_is_told_and_ends_with_2()
    {
        await using var first = await RunningService.StartAsync(Results, Cancelled, "--server", "simulator", "--plan", Plan());
        using var error = new StringWriter();
        var port = first.Client.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var exitCode = await LlmObsCommand.InvokeAsync(["serve", "--port", port, "--output", Results], Surroundings.OfThisProcess() with { Output = TextWriter.Null, Error = error }, Cancelled);

        Assert.Equal(2, exitCode);
        Assert.Contains($"port {port} is taken", error.ToString(), StringComparison.Ordinal);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Plan()
    {
        var path = Path.Combine(_folder, "tiny.json");
        File.WriteAllText(path, TinyPlan);
        return path;
    }
}
