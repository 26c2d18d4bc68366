using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>A model's file on this machine: which file was measured can be told apart later by its size and time.</summary>
internal sealed record ModelFile(string Path, DataSize Size, DateTimeOffset ModifiedAt)
{
    /// <summary>Null where the server runs elsewhere or says no path, or the file cannot be seen from here.</summary>
    public static ModelFile? Find(Uri server, string? path)
    {
        if (!server.IsLoopback || path is null || !System.IO.Path.IsPathFullyQualified(path))
            return null;
        var file = new FileInfo(path);
        return file.Exists ? new ModelFile(file.FullName, new DataSize(file.Length), new DateTimeOffset(file.LastWriteTimeUtc)) : null;
    }
}
