namespace LlmObs.AppHost.Monitoring;

/// <summary>A file that one process at a time can hold. The operating system lets go of it when the holder dies, so nothing has to be cleared away by hand.</summary>
public sealed class HeldFile : IDisposable
{
    private readonly FileStream _stream;

    private HeldFile(FileStream stream) => _stream = stream;

    /// <summary>Null when another process holds it.</summary>
    public static HeldFile? TryHold(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new HeldFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            // the one way to learn that it is held
            return null;
        }
    }

    public static bool IsHeld(string path)
    {
        if (!File.Exists(path))
            return false;
        using var held = TryHold(path);
        return held is null;
    }

    public void Dispose() => _stream.Dispose();
}
