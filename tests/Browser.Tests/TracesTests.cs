using System.Net.Http.Json;
using System.Text.Json;
using LlmObs.AppHost.Tests;
using Microsoft.Playwright;

namespace LlmObs.Browser.Tests;

/// <summary>What a person sees of a run in the Aspire dashboard.</summary>
public sealed class TracesTests : IDisposable
{
    private readonly TinyPlan _plan = new();

    public TracesTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "It starts the app host as a Linux terminal does.");

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task A_run_is_a_waterfall_and_a_request_a_conversation()
    {
        await using var chromium = await Chromium.StartAsync();
        Environment.SetEnvironmentVariable("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true");
        await using var host = new StartedAppHost(_plan.Folder, "--server", "simulator", "--plan", "tiny.json", "--output", "results");
        await host.SaysAsync("Page: ", TestContext.Current.CancellationToken);
        var dashboard = host.Said.Split('\n').First(line => line.Contains("Aspire dashboard   ", StringComparison.Ordinal)).Split(' ')[^1].TrimEnd('/');
        var trace = await TraceOfRunAsync(dashboard);

        var page = await chromium.OpenAsync($"{dashboard}/traces/detail/{trace}");
        foreach (var step in new[] { "load", "verify", "warm-up", "measure", "prefill", "decode", "unload" })
            await Assertions.Expect(page.GetByTitle($"runner: {step}", new PageGetByTitleOptions { Exact = true }).First).ToBeVisibleAsync();
        await Chromium.KeepAsync(page, "waterfall");

        await page.GetByTitle("GenAI details").First.ClickAsync();
        await Assertions.Expect(page.GetByText("Say hello.").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("This answer is simulated.").First).ToBeVisibleAsync();
        await Chromium.KeepAsync(page, "conversation");
    }

    private static async Task<string> TraceOfRunAsync(string dashboard)
    {
        using var client = new HttpClient();
        for (var look = 0; look < 100; look++)
        {
            var spans = await client.GetFromJsonAsync<JsonElement>(new Uri($"{dashboard}/api/telemetry/spans?resource=runner"), TestContext.Current.CancellationToken);
            if (Spans(spans).FirstOrDefault(span => span.GetProperty("name").GetString()!.StartsWith("run ", StringComparison.Ordinal)) is { ValueKind: JsonValueKind.Object } run)
                return run.GetProperty("traceId").GetString()!;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The dashboard got no span of a run.");
    }

    private static IEnumerable<JsonElement> Spans(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Spans),
        JsonValueKind.Object when element.TryGetProperty("spanId", out _) && element.TryGetProperty("name", out _) => [element],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Spans(member.Value)),
        _ => [],
    };
}
