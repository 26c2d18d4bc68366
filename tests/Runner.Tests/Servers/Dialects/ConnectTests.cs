using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LlmObs.Runner.Servers;
using Microsoft.AspNetCore.Hosting;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>Everything that can be wrong with an address, in the very words the user reads.</summary>
public sealed class ConnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_address_may_end_as_any_client_is_told_to_write_it()
    {
        await using var fake = await FakeLmStudio.StartAsync(Cancel);

        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(new Uri(fake.Address, "v1/"), apiKey: null, Cancel);

        Assert.Equal(fake.Address, server.Identity.Address);
    }

    [Fact]
    public async Task A_server_behind_a_path_is_reached()
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        fake.Says("GET /llm/lmstudio-greeting", """{"lmstudio":true}""").Says("GET /llm/api/v1/models", FakeLmStudio.Idle);

        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(new Uri(fake.Address, "llm/v1"), apiKey: null, Cancel);

        Assert.Equal(new Uri(fake.Address, "llm/"), server.Identity.Address);
    }

    [Fact]
    public async Task Where_nothing_listens_it_is_said_how_to_start_a_server_and_which_do_answer()
    {
        await using var ollama = await OtherServersTests.OllamaAsync();
        var port = FreePort();

        var message = await FailAsync(new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}")), localPorts: [ollama.Address.Port]);

        Assert.Equal(
            FormattableString.Invariant($"Nothing listens at http://127.0.0.1:{port}. Start LM Studio's server with `lms server start --port {port}`, or check the port. These do answer: Ollama at {ServerAddress.Display(ollama.Address)}."),
            message);
    }

    [Fact]
    public async Task A_name_that_no_machine_has_is_told()
    {
        var message = await FailAsync(new Uri("http://no-such-host.invalid:1234"));

        Assert.SkipWhen(message.Contains("did not answer", StringComparison.Ordinal), "No name server answers on this machine.");
        Assert.Equal("No machine is named no-such-host.invalid. Check the server address http://no-such-host.invalid:1234.", message);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_told()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var address = FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}");

        Assert.Equal($"{address} did not answer /lmstudio-greeting within 5 s. Can the machine be reached, and is the server not hung?", await FailAsync(new Uri(address)));
    }

    [Fact]
    public async Task A_web_page_is_no_server()
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        fake.Otherwise = new FakeAnswer("<!doctype html><title>Grafana</title>") { ContentType = "text/html" };

        Assert.Equal(
            $"{Shown(fake)} answers, but with a web page, not as an LLM server. Check host and port. Usual ones: LM Studio 1234, llama.cpp 8080, Ollama 11434, vLLM 8000.",
            await FailAsync(fake.Address));
    }

    [Theory]
    [InlineData("text/plain; charset=nonsense", "hello")]
    [InlineData("application/json", "{\"broken\":")]
    [InlineData("application/json", "[1,2]")]
    [InlineData("application/json", "")]
    public async Task Whatever_a_stranger_says_is_an_answer_and_no_crash(string contentType, string body)
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        fake.Otherwise = new FakeAnswer(body) { ContentType = contentType };

        Assert.StartsWith($"{Shown(fake)} answers, but is no LLM server known here: /v1/models gave 200 {body}".TrimEnd(), await FailAsync(fake.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_service_of_another_kind_is_no_server()
    {
        await using var fake = await FakeServer.StartAsync(Cancel);

        Assert.Equal(
            $"{Shown(fake)} answers, but is no LLM server known here: /v1/models gave 404 not found. Check host and port. Usual ones: LM Studio 1234, llama.cpp 8080, Ollama 11434, vLLM 8000.",
            await FailAsync(fake.Address));
    }

    [Theory]
    [InlineData(null, "wants an API key. Put it into an environment variable and name that with --api-key-env, such as --api-key-env LM_API_TOKEN. It said: Invalid API Key")]
    [InlineData("wrong", "refused the API key (401). Check the environment variable that --api-key-env names. It said: Invalid API Key")]
    public async Task A_missing_and_a_wrong_key_are_told_apart(string? key, string expected)
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "llama.cpp");
        fake.Otherwise = new FakeAnswer(Recording.Read("wrong-key-401")) { Status = 401 };

        Assert.Equal($"llama.cpp at {Shown(fake)} {expected}", await FailAsync(fake.Address, key));
    }

    [Fact]
    public async Task A_key_wanted_by_a_server_of_unknown_kind_is_told()
    {
        await using var fake = await FakeServer.StartAsync(Cancel);
        fake.Otherwise = new FakeAnswer("""{"detail":"who are you"}""") { Status = 403 };

        Assert.Equal($"The server at {Shown(fake)} refused the API key (403). Check the environment variable that --api-key-env names. It said: who are you", await FailAsync(fake.Address, "k"));
    }

    [Fact]
    public async Task A_model_that_is_still_loading_is_told()
    {
        await using var fake = await FakeServer.StartAsync(Cancel, product: "llama.cpp");
        fake.Otherwise = new FakeAnswer(Recording.Read("loading-503")) { Status = 503 };

        Assert.Equal(
            $"llama.cpp at {Shown(fake)} is not ready (503), most likely still loading its model. Wait until it is done, then try again. It said: Loading model",
            await FailAsync(fake.Address));
        Assert.Equal(2, fake.Requests.Count(request => request.Question is "GET /lmstudio-greeting" or "GET /v1/models"));
    }

    [Fact]
    public async Task Https_to_a_plain_server_is_told()
    {
        await using var fake = await FakeLmStudio.StartAsync(Cancel);
        var address = new UriBuilder(fake.Address) { Scheme = "https" }.Uri;

        Assert.Equal($"{ServerAddress.Display(address)} does not speak TLS. Write http:// instead of https://.", await FailAsync(address));
    }

    [Fact]
    public async Task Http_to_a_server_that_speaks_tls_and_an_untrusted_certificate_are_told()
    {
        using var certificate = SelfSigned();
        await using var fake = await FakeServer.StartAsync(Cancel, listen => listen.UseHttps(certificate));
        var (http, https) = (new UriBuilder(fake.Address) { Scheme = "http" }.Uri, fake.Address);

        Assert.Equal($"{ServerAddress.Display(http)} closed the connection without an answer. If the server speaks TLS, write https:// instead of http://.", await FailAsync(http));
        Assert.Equal(
            $"The certificate of {ServerAddress.Display(https)} is not trusted on this machine. Add it to the system's trusted ones, or use http:// where the server offers it.",
            await FailAsync(https));
    }

    private static async Task<string> FailAsync(Uri address, string? apiKey = null, int[]? localPorts = null)
    {
        var connector = new ServerConnector(TimeProvider.System) { LocalPorts = localPorts ?? [] };
        return (await Assert.ThrowsAsync<ServerException>(() => connector.ConnectAsync(address, apiKey, Cancel))).Message;
    }

    private static string Shown(FakeServer fake) => ServerAddress.Display(fake.Address);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var today = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(today.AddDays(-1), today.AddDays(1));
    }
}
