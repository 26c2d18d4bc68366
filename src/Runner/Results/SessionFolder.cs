using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>A session's folder while it is written: the one truth. Only one process at a time has it open.</summary>
public sealed class SessionFolder : IDisposable
{
    private const string LockFile = ".lock";
    private readonly FileStream _lock;
    private readonly Journal _journal;

    private SessionFolder(SessionContent content, FileStream held)
    {
        (Content, _lock) = (content, held);
        _journal = new Journal(Path.Combine(content.Folder, SessionContent.JournalFile));
    }

    public SessionContent Content { get; private set; }

    /// <summary>Makes a new folder and writes what is known at the start. Throws <see cref="SessionFolderException"/>.</summary>
    public static SessionFolder Create(string resultsFolder, SessionHeader header, Plan plan, IReadOnlyDictionary<string, string> attachments)
    {
        var folder = Path.Combine(Path.GetFullPath(resultsFolder), header.Session);
        return Guard(folder, () =>
        {
            Directory.CreateDirectory(folder);
            var held = TakeLock(folder);
            foreach (var (name, text) in attachments)
                WriteAttachment(folder, name, text);
            WholeFile.Write(Path.Combine(folder, SessionContent.PlanFile), StoredPlan.Text(plan));
            Write(folder, header);
            return new SessionFolder(new SessionContent(folder, header, plan, [], null, null), held);
        });
    }

    /// <summary>Opens one to go on with it; repairs a half-written last line. Throws <see cref="SessionFolderException"/>.</summary>
    public static SessionFolder Open(string folder) => Guard(folder, () =>
    {
        if (!Directory.Exists(folder))
            throw new SessionFolderException($"There is no folder {folder}. Name a session folder, such as results/quick-20260204-101500.");
        var held = TakeLock(folder);
        try
        {
            return new SessionFolder(SessionContent.ReadToGoOn(folder), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    });

    /// <summary>Whether some process has it open to write. One that cannot be looked at counts as not held.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            if (File.Exists(Path.Combine(folder, LockFile)))
                TakeLock(folder).Dispose();
            return false;
        }
        catch (SessionFolderException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Returns when the entry is on the disk. Throws <see cref="SessionFolderException"/>.</summary>
    public void Append(JournalEntry entry)
    {
        _journal.Append(entry);
        lock (_lock)
            Content = Content with { Entries = [.. Content.Entries, entry] };
    }

    /// <summary>For what may have changed by the time it is resumed. Throws <see cref="SessionFolderException"/>.</summary>
    public void Replace(SessionHeader header) => Content = Guard(Content.Folder, () =>
    {
        Write(Content.Folder, header);
        return Content with { Header = header };
    });

    public void Dispose()
    {
        _journal.Dispose();
        _lock.Dispose();
    }

    /// <summary>The operating system's lock, not the file's existence: it is gone with the process, however that ended.</summary>
    private static FileStream TakeLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held is not DirectoryNotFoundException)
        {
            throw new SessionFolderException($"Another run is writing to {folder}. Wait for it, stop it, or start a new session.", held);
        }
    }

    private static void WriteAttachment(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Write(path, text);
    }

    private static void Write(string folder, SessionHeader header) =>
        WholeFile.Write(Path.Combine(folder, SessionContent.HeaderFile), JsonSerializer.Serialize(header, ResultJson.Document) + "\n");

    private static T Guard<T>(string folder, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"{folder} cannot be written: {failure.Message} Choose another folder with --output, or free it.", failure);
        }
    }
}
