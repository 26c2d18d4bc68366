using System.Text.Json.Nodes;

namespace LlmObs.Imports;

/// <summary>One program's result files.</summary>
internal interface IImportFormat
{
    /// <summary>For people and in the result.</summary>
    string Name { get; }

    /// <summary>Whether a file is of it, by the members it must have.</summary>
    bool Recognises(JsonObject file);

    /// <summary>What it says; mistakes are told to the fields.</summary>
    ImportedResult Read(ImportedFields file, ImportSource source);
}
