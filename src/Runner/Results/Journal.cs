using System.Text.Json;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary><c>requests.jsonl</c>: one line an entry, on the disk before the next request begins.</summary>
internal sealed class Journal : IDisposable
{
    private readonly Lock _writing = new();
    private readonly FileStream _file;

    public Journal(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Returns when the entry is safe. What was written before stays whole also when the disk is full.</summary>
    /// <exception cref="SessionFolderException">The disk is full or gone.</exception>
    public void Append(JournalEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, ResultJson.Journal), (byte)'\n'];
        lock (_writing)
            Write(line);
    }

    public void Dispose() => _file.Dispose();

    private void Write(byte[] line)
    {
        var before = _file.Length;
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        // the last is what .NET makes of EFBIG: the file system or a quota lets no file grow further
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            CutBack(before);
            throw new SessionFolderException($"{_file.Name} cannot be written: {failure.Message} Everything before is safe. Free some space, then go on with --resume.", failure);
        }
    }

    private void CutBack(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (IOException)
        {
            // The half line stays; whoever opens the journal next takes it away.
            return;
        }
    }
}
