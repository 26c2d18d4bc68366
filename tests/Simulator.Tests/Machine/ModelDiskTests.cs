using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Simulator.Tests.Machine;

public sealed class ModelDiskTests
{
    private const string Key = "demo-coder@q6_k";

    private static readonly SimulatedModel Model = SimulatedMachine.Find(Key)!;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public void How_far_a_download_is_follows_from_the_time_alone()
    {
        var job = Disk(new SimulatorOptions { NotOnDisk = [Key], DownloadBytesPerSecond = 1e9, TimeScale = 2 }).Begin(Model);

        Assert.Equal((0, "downloading"), (job.BytesAt(At(0)), job.StatusAt(At(0))));
        Assert.Equal((4_000_000_000, "downloading"), (job.BytesAt(At(2)), job.StatusAt(At(2))));
        Assert.Equal((Model.SizeBytes, "completed"), (job.BytesAt(At(4)), job.StatusAt(At(4))));
        Assert.Equal(At(3.3), job.CompletedAt);
    }

    [Fact]
    public void A_model_is_there_when_its_download_is_complete()
    {
        var disk = Disk(new SimulatorOptions { NotOnDisk = ["demo-coder@q6*"], DownloadBytesPerSecond = 1e9 });
        Assert.Null(disk.Find(Key));
        disk.Begin(Model);

        _clock.Advance(TimeSpan.FromSeconds(6.5));
        Assert.Null(disk.Find(Key));
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(Model, disk.Find(Key));
    }

    [Theory]
    [InlineData(DownloadFault.Fails, "failed")]
    [InlineData(DownloadFault.Pauses, "paused")]
    [InlineData(DownloadFault.Stalls, "downloading")]
    public void A_faulty_download_ends_in_its_middle(DownloadFault fault, string status)
    {
        var disk = Disk(new SimulatorOptions { NotOnDisk = [Key], FaultyDownloads = [new(Key, fault)] });

        var job = disk.Begin(Model);

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((Model.SizeBytes / 2, status), (job.BytesAt(disk.Now), job.StatusAt(disk.Now)));
        Assert.Null(disk.Find(Key));
        Assert.Equal(fault != DownloadFault.Fails, ReferenceEquals(job, disk.Begin(Model)));
    }

    [Fact]
    public void A_misdelivered_one_brings_another_quantization()
    {
        var disk = Disk(new SimulatorOptions { NotOnDisk = ["unsloth/minimax*"], FaultyDownloads = [new("unsloth/minimax-m2.1@q6_k", DownloadFault.Misdelivers)] });
        disk.Begin(SimulatedMachine.Find("unsloth/minimax-m2.1@q6_k")!);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["unsloth/minimax-m2.1@q4_k_s"], disk.Models.Select(model => model.Key).Where(key => key.StartsWith("unsloth/minimax", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_full_disk_fails_the_download_that_fills_it()
    {
        var disk = Disk(new SimulatorOptions { NotOnDisk = [Key], ModelDiskFreeBytes = 5_000_000_000 });
        var job = disk.Begin(Model);

        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(("failed", 0), (job.StatusAt(disk.Now), disk.FreeBytesAt(disk.Now)!.Value));
    }

    private ModelDisk Disk(SimulatorOptions options) => new(options, _clock);

    private static DateTimeOffset At(double seconds) => new DateTimeOffset(2026, 2, 4, 10, 0, 0, TimeSpan.Zero).AddSeconds(seconds);
}
