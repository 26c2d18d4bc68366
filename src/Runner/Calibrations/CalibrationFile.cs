using System.Text.Json;
using LlmObs.Calibrations;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Runner.Calibrations;

/// <summary>The last calibration of this machine, in the user's own folder for the data of programs.</summary>
public sealed class CalibrationFile(string path)
{
    public static CalibrationFile OfThisMachine { get; } =
        new(System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "llmobs", "calibration.json"));

    public string Path => path;

    /// <summary>Null where there is none, or one that this version cannot read: it is made anew in a minute.</summary>
    public Calibration? Read()
    {
        try
        {
            var found = File.Exists(path) ? JsonSerializer.Deserialize<Calibration>(File.ReadAllText(path), ResultJson.Document) : null;
            return found is { SchemaVersion: Calibration.CurrentSchemaVersion } ? found : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Throws <see cref="SessionFolderException"/> where it cannot be written.</summary>
    public void Write(Calibration calibration)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            WholeFile.Write(path, JsonSerializer.Serialize(calibration, ResultJson.Document) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"{path} cannot be written: {failure.Message}", failure);
        }
    }
}
