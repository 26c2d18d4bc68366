using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Downloads;

/// <summary>The disk that the server's models lie on, as far as it can be known from here.</summary>
/// <param name="folder">LM Studio's, where the server is on this machine and it was found.</param>
/// <param name="witness">Who tells of the server's machine; null where nobody does.</param>
/// <param name="clock">The one clock.</param>
public sealed class ModelStore(string? folder, Uri? witness, TimeProvider clock)
{
    /// <summary>Stays free after all is fetched: for the system, its swap and the results.</summary>
    public static readonly DataSize Reserve = new(20_000_000_000);

    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);

    public static ModelStore Of(ILlmServer server, string userFolder, Uri? collector, TimeProvider clock) =>
        new(server.FindFolder(userFolder)?.Models, Witness.Of(server.Identity, collector), clock);

    /// <summary>Null where nobody here can tell.</summary>
    public async Task<DiskRoom?> RoomAsync(CancellationToken cancellationToken)
    {
        if (folder is not null)
            return LocalDisk.Of(folder) is { } space ? new DiskRoom($"the disk of {folder}", space.FreeBytes) : null;
        if (witness is null)
            return null;
        using var asked = new CollectorClient(witness);
        try
        {
            var now = clock.GetUtcNow();
            var samples = await asked.SamplesAsync(now - Now, now, cancellationToken);
            // which of them holds the models is not told: the largest, as a rule
            return samples.Count > 0 && samples[^1].Storage is { Count: > 0 } storage ? Room(storage.MaxBy(one => one.Value.TotalBytes)) : null;
        }
        catch (CollectorException)
        {
            return null;
        }
    }

    /// <summary>What of a variant is on the disk already, complete or in part; 0 where its folder is not seen from here.</summary>
    public long BytesThere(Variant variant)
    {
        try
        {
            return Repository(variant) is not { } repository ? 0 : new DirectoryInfo(repository).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => variant.Format == ModelFormat.Mlx || QuantizationName.FromName(file.Name) is { } held && QuantizationName.AreEqual(held, variant.Quantization))
                .Sum(file => file.Length);
        }
        catch (Exception moved) when (moved is IOException or UnauthorizedAccessException)
        {
            // files come and go under a download: the next look sees them
            return 0;
        }
    }

    /// <summary>Publisher and repository are two folders; the server may write them in lower case.</summary>
    private string? Repository(Variant variant)
    {
        if (variant.Source?.Repository.Split('/') is not [.., var publisher, var repository])
            return null;
        return Inner(folder, publisher) is { } shelf ? Inner(shelf, repository) : null;
    }

    private static string? Inner(string? outer, string name) => outer is null
        ? null
        : Directory.EnumerateDirectories(outer).FirstOrDefault(inner => string.Equals(Path.GetFileName(inner), name, StringComparison.OrdinalIgnoreCase));

    private static DiskRoom Room(KeyValuePair<string, StorageSpace> disk) => new($"the disk at {disk.Key}", disk.Value.FreeBytes);
}

/// <summary>How much a disk has free.</summary>
public sealed record DiskRoom(string Place, long FreeBytes)
{
    public bool Holds(long bytes) => bytes + ModelStore.Reserve.Bytes <= FreeBytes;

    public override string ToString() => $"{Place} has {new DataSize(FreeBytes)} free";
}
