namespace LlmObs.AppHost.Monitoring;

/// <summary>What one app host needs while it runs. It is gone when that ends; what a killed one left behind, the next clears away.</summary>
public sealed class RunFolder : IAsyncDisposable
{
    private const string Prefix = "run-";
    private const string HoldEnding = ".lock";
    private const int Tries = 20;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private readonly HeldFile _hold;
    private readonly TimeProvider _clock;

    private RunFolder(string path, HeldFile hold, TimeProvider clock)
    {
        Path = path;
        _hold = hold;
        _clock = clock;
    }

    public string Path { get; }

    public static async Task<RunFolder> CreateAsync(string dataFolder, TimeProvider clock)
    {
        Directory.CreateDirectory(dataFolder);
        await ClearAwayAsync(dataFolder, clock);
        var path = System.IO.Path.Combine(dataFolder, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        // held before the folder is there: what nobody holds is taken for a dead one's
        var hold = HeldFile.TryHold(path + HoldEnding)!;
        Directory.CreateDirectory(path);
        return new RunFolder(path, hold, clock);
    }

    /// <summary>A folder in it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <summary>Shows a file or folder of the sources here, where relative paths expect it. Where links are not allowed, as on Windows, it is copied.</summary>
    public void Borrow(string source)
    {
        var here = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(source));
        try
        {
            File.CreateSymbolicLink(here, source);
        }
        catch (Exception forbidden) when (forbidden is IOException or UnauthorizedAccessException)
        {
            Copy(source, here);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DeleteAsync(Path, _clock);
        _hold.Dispose();
        File.Delete(Path + HoldEnding);
    }

    private static async Task ClearAwayAsync(string dataFolder, TimeProvider clock)
    {
        foreach (var file in Directory.GetFiles(dataFolder, $"{Prefix}*{HoldEnding}"))
        {
            using var hold = HeldFile.TryHold(file);
            if (hold is null)
                continue;
            await DeleteAsync(file[..^HoldEnding.Length], clock);
            File.Delete(file);
        }
    }

    /// <summary>A Prometheus that is just ending may still write. What cannot be deleted now is left to the next start.</summary>
    private static async Task DeleteAsync(string path, TimeProvider clock)
    {
        for (var tries = 0; tries < Tries && Directory.Exists(path); tries++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(BetweenTries, clock);
            }
        }
    }

    private static void Copy(string source, string target)
    {
        if (File.Exists(source))
        {
            File.Copy(source, target);
            return;
        }
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
    }
}
