using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Downloads;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Tests.Servers.Dialects;

namespace LlmObs.Runner.Tests.Downloads;

/// <summary>Against answers as LM Studio's documentation has them and its users saw them.</summary>
public sealed class LmStudioDownloadsTests
{
    private const string Begin = "POST /api/v1/models/download";
    private const string Job = "job_493c7c9ded";
    private const string State = $"GET /api/v1/models/download/status/{Job}";

    private static readonly string Begun = Recording.Documented("lm_studio", "v1-download-begun.json");
    private static readonly string Half = Recording.Documented("lm_studio", "v1-download-half.json");
    private static readonly string Completed = Recording.Documented("lm_studio", "v1-download-completed.json");

    private readonly DownloadLog _seen = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repository_is_named_with_its_whole_address_and_its_quantization()
    {
        await using var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, Begun).Says(State, Half);
        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel, "sk-lm-1");

        var begun = await server.Downloads!.BeginAsync(Gguf, Cancel);
        var now = await server.Downloads.AskAsync(begun, Cancel);

        var asked = fake.Requests.Single(request => request.Question == Begin);
        Assert.Equal("""{"model":"https://huggingface.co/unsloth/MiniMax-M2.1-GGUF","quantization":"Q4_K_S"}""", asked.Body);
        Assert.Equal("Bearer sk-lm-1", asked.Authorization);
        Assert.Equal(new ModelDownload { State = ModelDownloadState.Underway, JobId = Job, TotalBytes = 2_279_145_003 }, begun);
        Assert.Equal(new ModelDownload { State = ModelDownloadState.Underway, JobId = Job, TotalBytes = 2_279_145_003, DownloadedBytes = 948, BytesPerSecond = 7834.710743801653 }, now);
    }

    [Fact]
    public void An_MLX_repository_is_one_quantization_and_a_file_is_asked_for_by_the_one_in_its_name()
    {
        var mlx = Gguf with { Format = ModelFormat.Mlx, Quantization = "4bit", Source = new VariantSource { Repository = "mlx-community/MiniMax-M2.1-4bit" } };
        var file = Gguf with { Source = new VariantSource { Repository = "a/b", File = "b-UD-Q4_K_XL-00001-of-00003.gguf" } };

        Assert.Equal("""{"model":"https://huggingface.co/mlx-community/MiniMax-M2.1-4bit"}""", LmStudioDownloads.Body(mlx).ToJsonString());
        Assert.Equal("Q4_K_XL", (string?)LmStudioDownloads.Body(file)["quantization"]);
    }

    [Theory]
    [InlineData("""{"status":"already_downloaded"}""", ModelDownloadState.AlreadyThere)]
    [InlineData("""{"job_id":"job_493c7c9ded","status":"paused","total_size_bytes":1}""", ModelDownloadState.Paused)]
    [InlineData("""{"job_id":"job_493c7c9ded","status":"failed","total_size_bytes":1}""", ModelDownloadState.Failed)]
    [InlineData("""{"error":"Unexpected endpoint or method. (POST /api/v1/models/download). Returning 200 anyway"}""", ModelDownloadState.NotOffered)]
    public async Task Each_state_is_told_apart(string answer, ModelDownloadState state)
    {
        await using var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, answer);
        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel);

        Assert.Equal(state, (await server.Downloads!.BeginAsync(Gguf, Cancel)).State);
    }

    [Fact]
    public async Task A_job_that_LM_Studio_does_not_know_any_more_is_no_reason_to_begin_another()
    {
        await using var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, Begun).Says(State, new FakeAnswer("""{"error":{"message":"Job not found"}}""") { Status = 404 });

        var result = Assert.Single(Assert.IsType<DownloadOutcome.Ended>(await RunAsync(fake)).Results);

        Assert.Equal(FetchEnd.Failed, result.End);
        Assert.Contains("knows nothing of it any more", result.Reason, StringComparison.Ordinal);
        Assert.Single(fake.Requests, request => request.Question == Begin);
    }

    [Fact]
    public async Task What_it_refuses_is_told_in_its_words_with_the_line_to_run_by_hand()
    {
        await using var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, new FakeAnswer("""{"error":{"type":"model_not_found","message":"unsloth/MiniMax-M2.1-GGUF not found"}}""") { Status = 404 });

        var result = Assert.Single(Assert.IsType<DownloadOutcome.Ended>(await RunAsync(fake)).Results);

        Assert.Contains("It said: unsloth/MiniMax-M2.1-GGUF not found By hand: lms get https://huggingface.co/unsloth/MiniMax-M2.1-GGUF@Q4_K_S --gguf -y", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_LM_Studio_without_the_call_is_one_message_with_the_line_to_run_by_hand()
    {
        await using var fake = await FakeLmStudio.StartAsync(Cancel);

        var refused = Assert.IsType<DownloadOutcome.Refused>(await RunAsync(fake));

        Assert.Equal("LM Studio fetches no models when asked over its API. These lines fetch them: lms get https://huggingface.co/unsloth/MiniMax-M2.1-GGUF@Q4_K_S --gguf -y", Assert.Single(refused.Problems));
    }

    [Fact]
    public async Task Complete_and_not_on_the_list_is_told()
    {
        await using var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, Begun).Says(State, Completed);

        var result = Assert.Single(Assert.IsType<DownloadOutcome.Ended>(await RunAsync(fake)).Results);

        Assert.Equal(FetchEnd.NotAsMeant, result.End);
        Assert.Contains("lists nothing new. It may have to be restarted", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_gone_while_it_downloads_is_told_as_such_and_ends_it()
    {
        var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, Begun).Says(State, Half);
        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel);
        _seen.Reaction = happened =>
        {
            if (happened is DownloadEvent.Progressed)
                fake.DisposeAsync().AsTask().Wait(Cancel);
        };

        var ended = Assert.IsType<DownloadOutcome.Ended>(await RunAsync(server));

        Assert.Contains("Nothing listens at", ended.Lost, StringComparison.Ordinal);
        Assert.Equal(FetchEnd.GoesOn, Assert.Single(ended.Results).End);
        Assert.Contains("It is asked again for", Assert.Single(_seen.Of<DownloadEvent.Noticed>(), notice => notice.Text.Contains("asked again", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_counts_no_bytes_is_watched_on_the_disk()
    {
        using var home = new TemporaryFolder();
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, "unsloth", "minimax-m2.1-gguf")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "MiniMax-M2.1-Q6_K.gguf"), new byte[500], Cancel);
        await File.WriteAllBytesAsync(Path.Combine(folder, "downloading_MiniMax-M2.1-Q4_K_S.gguf.part"), new byte[42], Cancel);
        await using var fake = (await FakeLmStudio.StartAsync(Cancel)).Says(Begin, Begun).Says(State, Begun);
        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel);

        var outcome = await RunAsync(server, new ModelStore(home.Path, null, TimeProvider.System), new DownloadTimes { Pace = TimeSpan.FromMilliseconds(10), Stall = TimeSpan.FromMilliseconds(50) });

        Assert.Equal(42, _seen.Of<DownloadEvent.Progressed>()[0].Progress.DownloadedBytes);
        Assert.Equal(FetchEnd.Stalled, Assert.Single(Assert.IsType<DownloadOutcome.Ended>(outcome).Results).End);
    }

    private static Variant Gguf => new()
    {
        Id = "m2-q4",
        Model = "minimax-m2.1",
        Quantization = "Q4_K_S",
        Format = ModelFormat.Gguf,
        Source = new VariantSource { Repository = "unsloth/MiniMax-M2.1-GGUF", File = "Q4_K_S" },
    };

    private async Task<DownloadOutcome> RunAsync(FakeServer fake)
    {
        await using var server = await FakeLmStudio.ConnectAsync(fake, Cancel);
        return await RunAsync(server);
    }

    private Task<DownloadOutcome> RunAsync(ILlmServer server, ModelStore? store = null, DownloadTimes? times = null) =>
        new PlanDownload(server, store ?? new ModelStore(null, null, TimeProvider.System), times ?? new DownloadTimes { Pace = TimeSpan.FromMilliseconds(20), Silence = TimeSpan.FromSeconds(1), Listing = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, _seen)
            .RunAsync(new Plan { SchemaVersion = 1, Name = "one", Cases = [], Variants = [Gguf] }, new Selection(), null, Cancel);
}
