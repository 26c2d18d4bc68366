using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmObs.Comparisons;
using LlmObs.Findings;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>Reads one side of a comparison: a session's folder, a variant's result file, or a saved baseline.</summary>
public static class ComparedFiles
{
    private const string Remedy = "Name a session's folder, a variant's .json in it, or a file of --save-baseline.";

    /// <summary>Throws <see cref="SessionFolderException"/>.</summary>
    public static ComparedSide Read(string path)
    {
        if (Directory.Exists(path))
            return OfSession(path);
        if (!File.Exists(path))
            throw new SessionFolderException($"There is neither a file nor a folder {path}. {Remedy}");
        try
        {
            var text = File.ReadAllText(path);
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("results", out _) ? OfBaseline(path, text) : OfFile(path, text, document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new SessionFolderException($"{path} is no result that was measured here{(broken.Path is null or "$" ? "" : $" (at {broken.Path})")}: imported results and other programs' files are compared with nothing. {Remedy}", broken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"{path} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Throws <see cref="SessionFolderException"/>.</summary>
    public static void Save(string path, ComparedSide side)
    {
        var baseline = new SavedBaseline { SchemaVersion = SavedBaseline.CurrentSchemaVersion, Results = [.. side.Results.Select(one => one.Result)], Prompts = side.Results[0].Prompts, AnchorVariant = side.AnchorVariant };
        try
        {
            WholeFile.Write(path, JsonSerializer.Serialize(baseline, ResultJson.Document) + "\n");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"--save-baseline: {path} cannot be written: {unwritable.Message}", unwritable);
        }
    }

    /// <summary>From its journal, so that figures of today are there for sessions of yesterday.</summary>
    private static ComparedSide OfSession(string folder)
    {
        var content = SessionContent.Read(folder);
        var prompts = Prompts(content.Plan, folder);
        var results = JudgedResults.From(content.Header, content.Plan, content.Entries).Select(result => new ComparedResult(result, prompts)).ToList();
        return results.Count > 0 ? new ComparedSide(results, content.Plan.Settings.AnchorVariant) : throw new SessionFolderException($"{folder} has measured nothing yet.");
    }

    private static ComparedSide OfFile(string path, string text, JsonElement root)
    {
        RefuseNewer(path, root, VariantResult.CurrentSchemaVersion);
        var result = JsonSerializer.Deserialize<VariantResult>(text, ResultJson.Document)!;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!File.Exists(Path.Combine(folder, SessionContent.PlanFile)))
            return new ComparedSide([new ComparedResult(result, null)], null);
        var side = OfSession(folder);
        return side with { Results = [side.Results.FirstOrDefault(one => one.Variant == result.Variant.Id && one.Result.Session == result.Session) ?? new ComparedResult(result, null)] };
    }

    private static ComparedSide OfBaseline(string path, string text)
    {
        using var document = JsonDocument.Parse(text);
        RefuseNewer(path, document.RootElement, SavedBaseline.CurrentSchemaVersion);
        var baseline = JsonSerializer.Deserialize<SavedBaseline>(text, ResultJson.Document)!;
        return baseline.Results.Count > 0
            ? new ComparedSide([.. baseline.Results.Select(result => new ComparedResult(result, baseline.Prompts))], baseline.AnchorVariant)
            : throw new SessionFolderException($"{path} holds no result. {Remedy}");
    }

    private static void RefuseNewer(string path, JsonElement root, int known)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schemaVersion", out var version) && version.TryGetInt32(out var number) && number > known)
            throw new SessionFolderException(FormattableString.Invariant($"{path} was written with schema version {number}; this program knows {known}. Update LlmObs to read it."));
    }

    /// <summary>What a case sends, but for the nonce: its words, the files in it, and the budget of the speed pass.</summary>
    private static Dictionary<string, string> Prompts(Plan plan, string folder) => plan.Cases.ToDictionary(
        one => one.Id,
        one => Digest(string.Join('\0', new[] { one.Prompt, FormattableString.Invariant($"{one.MaxTokens}") }.Concat(one.Attachments.SelectMany(file => new[] { file.Placeholder ?? "", Content(folder, file.File) })))),
        StringComparer.Ordinal);

    private static string Content(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : $"not there: {path}";
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>One side of a comparison, in the plan's order.</summary>
public sealed record ComparedSide(IReadOnlyList<ComparedResult> Results, string? AnchorVariant);
