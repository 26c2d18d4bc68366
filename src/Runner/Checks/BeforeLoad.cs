using System.Globalization;
using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Checks;

/// <summary>Looks before each load whether the session had better stop: a disk that fills up, memory pressure that is critical and stays so.</summary>
/// <param name="folder">The session's.</param>
/// <param name="witness">Who tells of the machine under test; null where nobody does.</param>
/// <param name="patience">How long pressure may stay critical: what the run before left behind goes away by itself.</param>
/// <param name="clock">The one clock.</param>
internal sealed class BeforeLoad(string folder, Uri? witness, TimeSpan patience, TimeProvider clock) : IDisposable
{
    /// <summary>Half of the last 10 s some task waited for memory: what is measured then is the swapping.</summary>
    public const double CriticalPressure = 0.5;

    private const int CriticalLevel = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Samples of a Collector at a slow pace are older than that, and tell nothing of now.</summary>
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(5);

    private readonly CollectorClient? _witness = witness is null ? null : new CollectorClient(witness);

    /// <summary>How full the disk of a folder is.</summary>
    public Func<string, StorageSpace?> Disk { get; init; } = LocalDisk.Of;

    /// <summary>The reason and how to go on, or null when the next model may be loaded.</summary>
    public async Task<string?> WhyStopAsync(CancellationToken cancellationToken)
    {
        if (Disk(folder) is { FreeBytes: < SessionDiskCheck.LeastBytes } disk)
            return $"Stopped before the next load: {folder} has {new DataSize(disk.FreeBytes)} of disk left. Free some, then go on with --resume.";
        var begun = clock.GetTimestamp();
        while (await PressureAsync(cancellationToken) is { } pressure)
        {
            if (clock.GetElapsedTime(begun) >= patience)
                return $"Stopped before the next load: the machine's memory pressure is critical ({pressure}) and did not fall in {Duration.ToText(patience)}. Close other programs or unload models, then go on with --resume.";
            await Task.Delay(Pause, clock, cancellationToken);
        }
        return null;
    }

    public void Dispose() => _witness?.Dispose();

    /// <summary>Critical pressure in words; null when it is not, or nobody tells.</summary>
    private async Task<string?> PressureAsync(CancellationToken cancellationToken)
    {
        if (_witness is null)
            return null;
        try
        {
            var now = clock.GetUtcNow();
            var samples = await _witness.SamplesAsync(now - Now, now, cancellationToken);
            return samples.Count == 0 ? null : Words(samples[^1]);
        }
        catch (CollectorException)
        {
            // whoever asks for a run's figures says that it is gone
            return null;
        }
    }

    private static string? Words(HostSample sample) => sample switch
    {
        { MemoryPressureLevel: >= CriticalLevel } => "the system calls it so",
        { MemoryPressure: >= CriticalPressure and var share } => string.Create(CultureInfo.InvariantCulture, $"tasks waited for memory in {share * 100:0} % of the last 10 s"),
        _ => null,
    };
}
