using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LlmObs.Simulator.Hazards;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Hazards;

/// <summary>The hazard port by bare sockets: what a scenario says is what goes over the wire.</summary>
public sealed class HazardPortTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), Cancelled);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData("plain"), InlineData("utf8-split"), InlineData("one-byte-writes"), InlineData("chunk-extensions"), InlineData("long-event"), InlineData("html-200")]
    public async Task A_scenario_is_sent_byte_for_byte(string name)
    {
        var hazard = HazardCatalogue.Find(name)!;

        var seen = await AskAsync(name);

        Assert.Equal(hazard.Steps.OfType<HazardStep.Write>().SelectMany(write => write.Bytes), seen);
    }

    [Fact]
    public async Task A_reset_is_a_reset_and_not_a_clean_end()
    {
        var failure = await Assert.ThrowsAsync<SocketException>(() => AskAsync("reset-mid-stream"));

        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
    }

    [Fact]
    public async Task The_truth_has_one_time_a_write_and_the_pauses_between_them()
    {
        await AskAsync("plain");

        using var http = new HttpClient { BaseAddress = _simulator.HazardAddress };
        var truth = await http.GetFromJsonAsync<HazardRecord>("plain/truth", Cancelled);
        Assert.Equal(1, truth!.Requests);
        Assert.Equal("{}", truth.RequestBody);
        Assert.Equal(HazardCatalogue.Find("plain")!.Steps.Count(step => step is HazardStep.Write), truth.Writes.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(truth.Writes[1], truth.Writes[2]) >= TimeSpan.FromMilliseconds(149));
    }

    [Fact]
    public async Task The_root_lists_every_scenario()
    {
        using var http = new HttpClient { BaseAddress = _simulator.HazardAddress };

        using var listed = JsonDocument.Parse(await http.GetStringAsync("/", Cancelled));

        var names = listed.RootElement.EnumerateArray().Select(hazard => hazard.GetProperty("name").GetString()!);
        Assert.Equal(HazardCatalogue.All.Select(hazard => hazard.Name), names, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_request_without_its_length_is_refused()
    {
        using var http = new HttpClient { BaseAddress = _simulator.HazardAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "plain/v1/chat/completions") { Content = JsonContent.Create(new { }) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.LengthRequired, response.StatusCode);
    }

    [Theory]
    [InlineData("no-such-scenario/v1/models"), InlineData("plain/lmstudio-greeting"), InlineData("plain/props")]
    public async Task What_no_scenario_has_is_not_found(string path)
    {
        using var http = new HttpClient { BaseAddress = _simulator.HazardAddress };

        using var response = await http.GetAsync(path, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<List<byte>> AskAsync(string scenario)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _simulator.HazardAddress.Port, Cancelled);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /{scenario}/v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}"), Cancelled);
        var (seen, buffer) = (new List<byte>(), new byte[64 * 1024]);
        while (await socket.ReceiveAsync(buffer, Cancelled) is > 0 and var count)
            seen.AddRange(buffer.AsSpan(0, count));
        return seen;
    }
}
