using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmObs.Findings;

namespace LlmObs.Imports;

/// <summary>Reads one file of another program: its result with what is wrong with believing it, or every problem.</summary>
public static class ImportReader
{
    private static readonly IImportFormat[] Formats = [new LmStudioScript(), new MlxScript()];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The names of those that can be read.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. Formats.Select(format => format.Name)];

    /// <param name="file">Its name, without the folder.</param>
    /// <param name="bytes">All of it.</param>
    public static ImportOutcome Read(string file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes, documentOptions: Strict) is not JsonObject root)
                return Refused("it holds no JSON object.");
            return Formats.FirstOrDefault(format => format.Recognises(root)) is { } format
                ? Read(format, root, new ImportSource(file, Convert.ToHexStringLower(SHA256.HashData(bytes)), format.Name, []))
                : Refused(Unknown(root));
        }
        catch (JsonException broken)
        {
            return Refused(string.Create(CultureInfo.InvariantCulture, $"it is no whole JSON{(broken.LineNumber is { } line ? $": broken at line {line + 1}" : "")}. Was it cut off while it was copied?"));
        }
    }

    private static ImportOutcome Read(IImportFormat format, JsonObject root, ImportSource source)
    {
        var (problems, notRead) = (new List<string>(), new List<string>());
        var result = format.Read(new ImportedFields(root, "", problems, notRead), source);
        return problems.Count > 0
            ? new ImportOutcome(null, problems)
            : new ImportOutcome(result with { Imported = source with { NotRead = notRead }, Findings = FindingCatalogue.Judge(ImportedEvidence.Of(result)) }, []);
    }

    private static string Unknown(JsonObject root) => root.ContainsKey("schemaVersion") && root.ContainsKey("variant")
        ? "it is a result of LlmObs itself: llmobs report DIR shows those."
        : $"its format is not known: {(root.Count == 0 ? "it has no members" : $"it has {string.Join(", ", root.Select(member => member.Key).Take(6))}")}. Known are {string.Join(" (api_base, model, results) and ", FormatNames)} (model_name, framework, tests).";

    private static ImportOutcome Refused(string problem) => new(null, [problem]);
}

/// <summary>What became of reading a file.</summary>
/// <param name="Result">Null where there are problems.</param>
public sealed record ImportOutcome(ImportedResult? Result, IReadOnlyList<string> Problems);
