using System.Text.Json;

namespace LlmObs.Runner.Servers.Lms;

/// <summary>
/// One model of <c>lms ls --json</c>, which writes the SDK's ModelInfo objects as they are (lmstudio-js, ModelInfoBase.ts): only what is needed of them.
/// </summary>
internal sealed record LmsModel
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public required string ModelKey { get; init; }

    /// <summary>Below the models folder: a file for GGUF, a folder for MLX, and for what is put together of several no path of a disk at all.</summary>
    public string? Path { get; init; }

    public long? SizeBytes { get; init; }

    /// <summary>Set where the model lies on another machine (LM Link).</summary>
    public string? DeviceIdentifier { get; init; }

    public IReadOnlyList<string>? Variants { get; init; }

    public string? SelectedVariant { get; init; }

    /// <summary>Null where it is no such list.</summary>
    public static IReadOnlyList<LmsModel>? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<LmsModel>>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
