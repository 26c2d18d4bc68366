using System.IO.Enumeration;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Machine;

/// <summary>Which models of the catalogue are on the simulated disk, and those that are coming.</summary>
public sealed class ModelDisk(SimulatorOptions options, TimeProvider clock)
{
    public const string Folder = "/simulated/models";
    public const long TotalBytes = 8_000_000_000_000;

    private readonly Lock _changing = new();
    private readonly List<SimulatedDownload> _downloads = [];

    public IReadOnlyList<SimulatedModel> Models => [.. SimulatedMachine.Models.Where(IsThere)];

    public DateTimeOffset Now => clock.GetUtcNow();

    public SimulatedModel? Find(string key) => SimulatedMachine.Find(key) is { } model && IsThere(model) ? model : null;

    public bool IsThere(SimulatedModel model) => !IsMissingAtFirst(model) || Downloads().Any(download => download.Brings.Key == model.Key && download.StatusAt(Now) == "completed");

    /// <summary>Null on a disk without end.</summary>
    public long? FreeBytesAt(DateTimeOffset moment) => options.ModelDiskFreeBytes - Downloads().Sum(download => download.BytesAt(moment));

    public SimulatedDownload? Job(string id) => Downloads().Find(download => download.JobId == id);

    /// <summary>The one that is under way or paused; else a new one, which a failed one does not prevent.</summary>
    public SimulatedDownload Begin(SimulatedModel model)
    {
        lock (_changing)
        {
            if (_downloads.Find(download => download.Model.Key == model.Key && download.StatusAt(Now) is ("downloading" or "paused")) is { } open)
                return open;
            var fault = options.FaultyDownloads.FirstOrDefault(faulty => string.Equals(faulty.Model, model.Key, StringComparison.OrdinalIgnoreCase))?.Fault;
            var download = new SimulatedDownload
            {
                JobId = $"job_simulated_{_downloads.Count + 1}",
                Model = model,
                Brings = fault == DownloadFault.Misdelivers ? Other(model) : model,
                StartedAt = Now,
                BytesPerSecond = options.DownloadBytesPerSecond * options.TimeScale,
                Fault = fault,
                Room = FreeBytesAt(Now) ?? long.MaxValue,
            };
            _downloads.Add(download);
            return download;
        }
    }

    private List<SimulatedDownload> Downloads()
    {
        lock (_changing)
            return [.. _downloads];
    }

    private bool IsMissingAtFirst(SimulatedModel model) => options.NotOnDisk.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, model.Key));

    private static SimulatedModel Other(SimulatedModel model) => SimulatedMachine.Models.First(other => other.Repository == model.Repository && other.Key != model.Key);
}
