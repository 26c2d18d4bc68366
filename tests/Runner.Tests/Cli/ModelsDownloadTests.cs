using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Runner.Tests.Downloads;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

public sealed class ModelsDownloadTests : IDisposable
{
    private static readonly string[] Names = ["event", "variant", "state", "downloadedBytes", "totalBytes", "bytesPerSecond", "leftMs", "reason"];

    private readonly CommandLine _llmobs = new();
    private readonly string _plan;

    public ModelsDownloadTests() => _plan = _llmobs.Write("three.json", JsonSerializer.Serialize(DownloadBench.Plan(), PlanJson.Options));

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public async Task A_run_with_download_fetches_what_is_missing_and_then_measures_all_of_it()
    {
        await using var bench = await DownloadBench.StartAsync();

        var told = await _llmobs.RunAsync("run", _plan, "--download", "--json", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal(3, told.Requests.Count);
        Assert.Empty(told.Summary.GetProperty("missing").EnumerateArray());
        var downloads = told.Json.Where(line => Text(line, "event") == "download").ToList();
        Assert.All(downloads, line => Assert.Equal(Names, line.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(["q8 fetched", "q6 fetched", "q4 fetched"], downloads.Where(line => Text(line, "state") != "downloading").Select(line => $"{Text(line, "variant")} {Text(line, "state")}"));
        var lastDownload = told.Json.ToList().FindLastIndex(line => Text(line, "event") == "download");
        Assert.True(lastDownload < told.Json.ToList().FindIndex(line => Text(line, "event") == "request"), told.ToString());
    }

    [Fact]
    public async Task Without_it_nothing_is_fetched_and_the_flag_is_named()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { NotOnDisk = [DownloadBench.Q4, DownloadBench.Q6] });

        var told = await _llmobs.RunAsync("run", _plan, "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("q6 is not measured: not on this server. --download fetches it first, or this does: lms get https://huggingface.co/demo/demo-coder-GGUF@Q6_K --gguf -y", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(DownloadBench.Q6, await bench.KeysAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_session_that_lacked_a_variant_fetches_it_when_it_is_gone_on_with()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { NotOnDisk = [DownloadBench.Q6] });
        await _llmobs.RunAsync("run", _plan, "--only", "q8,q6", "--quiet", "--server", bench.Address.ToString());

        var told = await _llmobs.RunAsync("run", "--resume", _llmobs.Session, "--download", "--json", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal(["q6"], told.Requests.Select(line => Text(line, "variant")));
        Assert.Empty(told.Summary.GetProperty("missing").EnumerateArray());
    }

    [Fact]
    public async Task A_download_that_fails_costs_its_variant_and_the_exit_code()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { FaultyDownloads = [new(DownloadBench.Q6, DownloadFault.Fails)] });

        var told = await _llmobs.RunAsync("run", _plan, "--download", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 1, told.ToString());
        Assert.Contains("q6: LM Studio (simulated) says that it failed", told.Output, StringComparison.Ordinal);
        Assert.Contains("q4: fetched, and on the server's list.", told.Output, StringComparison.Ordinal);
        Assert.Contains("q6: not measured, not on this server.", told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--download", "--dry-run")]
    [InlineData("models", "download", "--dry-run")]
    public async Task A_dry_run_says_what_would_be_fetched_and_changes_nothing(string first, string second, string third)
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { ModelDiskFreeBytes = 30_000_000_000 });
        string[] args = first == "run" ? [first, _plan, second, third] : [first, second, _plan, third];

        var told = await _llmobs.RunAsync([.. args, "--server", bench.Address.ToString()]);

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("Would fetch q8: 8.5 GB of demo/demo-coder-GGUF\nWould fetch q6: 6.6 GB of demo/demo-coder-GGUF\nWould fetch q4: 4.9 GB of demo/demo-coder-GGUF\nAltogether 3 variants, 20 GB.\nNow the disk at /simulated/models has 30 GB free; 20 GB are kept free.\n", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(DownloadBench.Q8, await bench.KeysAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task As_a_step_of_its_own_it_measures_nothing()
    {
        await using var bench = await DownloadBench.StartAsync();

        var told = await _llmobs.RunAsync("models", "download", _plan, "--only", "q8,q4", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("2 of 2 that were missing are there now.", told.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_llmobs.Results));
        Assert.Contains("Nothing is missing", (await _llmobs.RunAsync("models", "download", _plan, "--only", "q8", "--server", bench.Address.ToString())).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_progress_is_a_line_each_tenth_at_most()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { DownloadBytesPerSecond = 2e8 });

        var told = await _llmobs.RunAsync("models", "download", _plan, "--only", "q8", "--server", bench.Address.ToString());

        var lines = told.OutputLines.Where(line => line.Contains(" % of 8.5 GB, 10 GB/s", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 1, 11);
    }

    [Fact]
    public async Task Quiet_is_still_told_why_a_variant_could_not_be_fetched()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { FaultyDownloads = [new(DownloadBench.Q8, DownloadFault.Pauses)] });

        var told = await _llmobs.RunAsync("models", "download", _plan, "--quiet", "--only", "q8", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 1, told.ToString());
        Assert.Contains("llmobs: q8: it is paused in LM Studio (simulated).", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_room_is_a_users_mistake()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { ModelDiskFreeBytes = 30_000_000_000 });

        var told = await _llmobs.RunAsync("run", _plan, "--download", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 2, told.ToString());
        Assert.Contains("There is no room for all: q8 8.5 GB", told.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_llmobs.Results));
    }

    [Fact]
    public async Task Stopped_while_fetching_it_ends_as_interrupted_before_anything_is_measured()
    {
        await using var bench = await DownloadBench.StartAsync(DownloadBench.Usual with { FaultyDownloads = [new(DownloadBench.Q8, DownloadFault.Stalls)] });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(3));

        var told = await _llmobs.RunAsync(stop.Token, "run", _plan, "--download", "--server", bench.Address.ToString());

        Assert.True(told.ExitCode == 130, told.ToString());
        Assert.Contains("q8: was being fetched when it was stopped. It goes on in LM Studio", told.Output, StringComparison.Ordinal);
        Assert.Contains("Stopped before anything was measured.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fetches_nothing_gets_one_message_with_lines_to_run_by_hand()
    {
        await using var bench = await DownloadBench.StartAsync();
        var hazard = new Uri(await HazardsAsync(bench), "zero-tokens/v1");

        var told = await _llmobs.RunAsync("models", "download", _plan, "--only", "q8", "--server", hazard.ToString());

        Assert.True(told.ExitCode == 2, told.ToString());
        Assert.Contains("fetches no models when asked over its API. These lines fetch them: hf download demo/demo-coder-GGUF --include \"*Q8_0*\"", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models", "download", "quick")]
    [InlineData("models", "download", "no-such-plan")]
    [InlineData("run", "--download", "--model")]
    public async Task What_cannot_be_meant_is_refused(params string[] args)
    {
        var told = await _llmobs.RunAsync(args is ["run", ..] ? [.. args, "x", "--server", "simulator"] : args);

        Assert.True(told.ExitCode == 2, told.ToString());
    }

    [Fact]
    public async Task The_document_names_every_member()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Clone.Root, "docs", "json-output.md"), TestContext.Current.CancellationToken);

        Assert.All(Names, name => Assert.Contains($"| `{name}` |", document, StringComparison.Ordinal));
    }

    private static async Task<Uri> HazardsAsync(DownloadBench bench)
    {
        using var http = new HttpClient { BaseAddress = bench.Address };
        using var own = JsonDocument.Parse(await http.GetStringAsync("simulator", TestContext.Current.CancellationToken));
        return new Uri(own.RootElement.GetProperty("hazards").GetString()!);
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
