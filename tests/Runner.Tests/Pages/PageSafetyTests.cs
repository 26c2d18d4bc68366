using System.Net;
using System.Net.Sockets;
using System.Text;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Pages;

public sealed class PageSafetyTests : IAsyncLifetime
{
    private const string Hostile = """
        # Report

        <script>alert(1)</script> <img src=x onerror=alert(1)>

        [one](javascript:alert(1)) [two](JaVaScRiPt:alert(1)) [three](data:text/html,x) [four](//evil.example/x) [five](<java&#x0A;script:alert(1)>)
        ![picture](http://evil.example/p.png) <javascript:alert(1)> [ref]

        | Case | Answer |
        |---|---|
        | x | <b>bold</b> [six](vbscript:x) |

        [good](https://example.org/a?b=1) [near](other.md) [ref]

        [ref]: javascript:alert(2)
        """;

    private readonly string _results = Directory.CreateTempSubdirectory("llmobs-safety-").FullName;
    private SimulatorHost _simulator = null!;
    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        await Write("hostile-1", "summary.md", Hostile);
        await Write("hostile-1", "session.json", "{ not json");
        await File.WriteAllTextAsync(Path.Combine(_results, "secret.md"), "secret", TestContext.Current.CancellationToken);
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        _service = await RunningService.StartAsync(_results, TestContext.Current.CancellationToken, "--server", _simulator.Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _simulator.DisposeAsync();
        Directory.Delete(_results, recursive: true);
    }

    [Theory]
    [InlineData("/sessions/hostile-1/")]
    [InlineData("/sessions/hostile-1/summary.md")]
    public async Task What_a_model_wrote_is_shown_and_never_run(string path)
    {
        var page = await _service.PageAsync(path);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page, StringComparison.OrdinalIgnoreCase);
        foreach (var scheme in new[] { "javascript", "java%0Ascript", "data:text", "vbscript", "//evil" })
            Assert.DoesNotContain($"href=\"{scheme}", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("href=\"https://example.org/a?b=1\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"other.md\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_forbid_scripts_and_foreign_content()
    {
        using var answer = await _service.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("nosniff", answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_page_starts_nothing(string origin)
    {
        foreach (var path in new[] { "/start", "/stop", "/resume", "/api/sessions?plan=quick", "/api/sessions/stop", "/api/sessions/resume" })
        {
            using var answer = await _service.PostAsync(path, origin);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        Assert.Contains("\"activity\":\"idle\"", await _service.PageAsync("/api/state"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_name_for_this_machine_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "evil.example";
        using var answer = await _service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("aspire.dev.internal:5180", "/metrics", HttpStatusCode.OK)]
    [InlineData("host.docker.internal:5180", "/metrics", HttpStatusCode.OK)]
    [InlineData("host.containers.internal", "/metrics", HttpStatusCode.OK)]
    [InlineData("host.docker.internal:5180", "/api/state", HttpStatusCode.Forbidden)]
    [InlineData("host.docker.internal.evil.example", "/metrics", HttpStatusCode.Forbidden)]
    [InlineData("evil.example", "/metrics", HttpStatusCode.Forbidden)]
    public async Task A_Prometheus_in_a_container_may_ask_for_the_metrics_and_for_nothing_else(string host, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var answer = await _service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/sessions/../secret.md")]
    [InlineData("/sessions/hostile-1/../../secret.md")]
    [InlineData("/sessions/hostile-1/..%2Fsecret.md")]
    [InlineData("/sessions/hostile-1/%2e%2e%2fsecret.md")]
    [InlineData("/sessions/%2e%2e/secret.md")]
    [InlineData("/sessions/./secret.md")]
    [InlineData("/sessions/hostile-1/..%5Csecret.md")]
    [InlineData("/sessions/hostile-1/.lock")]
    public async Task No_path_leads_out_of_a_session(string path)
    {
        var answer = await RawAsync(path);

        Assert.DoesNotContain("\r\n\r\nsecret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(">secret<", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{ "schemaVersion": "one" }""")]
    [InlineData("""{ "schemaVersion": 1 }""")]
    [InlineData("""{ "schemaVersion": 99 }""")]
    [InlineData("")]
    public async Task A_broken_session_is_listed_with_the_reason_and_the_page_is_whole(string header)
    {
        await Write("broken-2", "session.json", header);
        await Write("<b>odd-3", "requests.jsonl", "");

        var home = await _service.PageAsync("/");

        Assert.Contains("href=\"/sessions/broken-2/\"", home, StringComparison.Ordinal);
        Assert.Contains("class=\"broken\"", home, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;odd-3", home, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>odd", home, StringComparison.Ordinal);
        Assert.Contains("There is no comparison yet", await _service.PageAsync("/sessions/broken-2/"), StringComparison.Ordinal);
    }

    /// <summary>As written: HttpClient would tidy the path.</summary>
    private async Task<string> RawAsync(string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _service.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private async Task Write(string session, string file, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_results, session)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, file), text, TestContext.Current.CancellationToken);
    }
}
