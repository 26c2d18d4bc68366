using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>What a session folder holds: plan, header and journal. All else in it is made from these.</summary>
/// <param name="Repaired">What had to be mended in the journal; null when nothing.</param>
/// <param name="ChangedPlan">That the plan is no longer the one that was run; null when it is.</param>
public sealed record SessionContent(string Folder, SessionHeader Header, Plan Plan, IReadOnlyList<JournalEntry> Entries, string? Repaired, string? ChangedPlan)
{
    internal const string PlanFile = "plan.json";
    internal const string HeaderFile = "session.json";
    internal const string JournalFile = "requests.jsonl";
    private const string Remedy = "restore it or start a new session. Nothing was changed.";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Throws <see cref="SessionFolderException"/> for what is no session folder, or one of a newer program.</summary>
    public static SessionContent Read(string folder) => Read(folder, isToGoOn: false);

    /// <summary>To go on with it: a half last line is repaired, and an edited plan refused, for what was measured and what would be are two plans.</summary>
    internal static SessionContent ReadToGoOn(string folder) => Read(folder, isToGoOn: true);

    private static SessionContent Read(string folder, bool isToGoOn)
    {
        var full = Path.GetFullPath(folder);
        RefuseNewer(full);
        var header = Document<SessionHeader>(full, HeaderFile);
        var plan = Document<Plan>(full, PlanFile);
        var changed = StoredPlan.Change(Path.Combine(full, PlanFile), header);
        if (isToGoOn && changed is not null)
            throw new SessionFolderException($"{changed} Put the old one back to go on, or start a new session with the edited one; nothing was changed.");
        var journal = Path.Combine(full, JournalFile);
        var (entries, wholeBytes) = JournalReader.Read(journal);
        return new SessionContent(full, header, plan, entries, isToGoOn ? JournalReader.Repair(journal, wholeBytes) : null, changed);
    }

    /// <summary>What holds for the whole session, without its requests. Throws <see cref="SessionFolderException"/>.</summary>
    public static SessionHeader ReadHeader(string folder)
    {
        RefuseNewer(folder);
        return Document<SessionHeader>(folder, HeaderFile);
    }

    /// <summary>The name of the plan it carries out. Throws <see cref="SessionFolderException"/>.</summary>
    internal static string ReadPlanName(string folder) => Document<Plan>(folder, PlanFile).Name;

    private static void RefuseNewer(string folder)
    {
        int? version = Parse(folder, HeaderFile)["schemaVersion"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
        if (version is null or > SessionHeader.CurrentSchemaVersion)
            throw new SessionFolderException($"{folder} was written with schema version {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}; this program knows {SessionHeader.CurrentSchemaVersion}. Update LlmObs to read it; nothing was changed.");
    }

    private static JsonObject Parse(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        try
        {
            var text = File.ReadAllText(path);
            return string.IsNullOrWhiteSpace(text)
                ? throw new SessionFolderException($"{path} is empty: {Remedy}")
                : JsonNode.Parse(text, documentOptions: Strict) as JsonObject ?? throw new SessionFolderException($"{path} holds no JSON object: {Remedy}");
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new SessionFolderException($"There is no folder {folder}. Name a folder inside results/.", missing);
        }
        catch (FileNotFoundException missing)
        {
            throw new SessionFolderException($"{folder} is no session folder: it has no {file}. Name a folder inside results/.", missing);
        }
        catch (JsonException broken)
        {
            throw new SessionFolderException(string.Create(CultureInfo.InvariantCulture, $"{path} is broken{(broken.LineNumber is { } line ? $" at line {line + 1}" : "")}: {Remedy}"), broken);
        }
        catch (Exception locked) when (locked is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"{path} cannot be read: {locked.Message}", locked);
        }
    }

    private static T Document<T>(string folder, string file)
    {
        try
        {
            return Parse(folder, file).Deserialize<T>(PlanJson.Options)!;
        }
        catch (JsonException broken)
        {
            throw new SessionFolderException($"{Path.Combine(folder, file)} is not as LlmObs wrote it{(broken.Path is null or "$" ? "" : $", at {broken.Path}")}: {Remedy}", broken);
        }
    }
}

/// <summary>A session folder cannot be used; the message says why and what to do.</summary>
public sealed class SessionFolderException(string message, Exception? inner = null) : Exception(message, inner);
