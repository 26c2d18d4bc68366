using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Runner.Servers;

/// <summary>Reads what llama-server lists, with one model or as a router.</summary>
internal static class LlamaCppModels
{
    private static readonly string[] ModelOptions = ["--model", "-m"];
    private static readonly string[] ContextOptions = ["--ctx-size", "-c"];

    public static LocalModel Describe(ListedModel model, Uri server, string? path, string? fileType)
    {
        var file = ModelFile.Find(server, path);
        return new LocalModel
        {
            Key = model.Id,
            DisplayName = Path.GetFileNameWithoutExtension(path),
            // the file's own word before what someone called it
            Quantization = QuantizationName.FromFileType(fileType ?? model.Meta?.Ftype)
                ?? QuantizationName.FromName(Path.GetFileName(path))
                ?? QuantizationName.FromName(model.Id),
            Format = ModelFormat.Gguf,
            FileSize = file?.Size ?? (model.Meta?.Size is { } bytes ? new DataSize(bytes) : null),
            Path = file?.Path,
            ModifiedAt = file?.ModifiedAt,
            MaximumContextTokens = model.Meta?.NCtxTrain ?? model.ContextLength,
        };
    }

    /// <summary>Older routers list a path, newer ones only the arguments the model would be started with.</summary>
    public static string? PathOf(ListedModel model) => model.Path ?? Argument(model, ModelOptions);

    /// <summary>The context a router would start it with; null where that is left to the model.</summary>
    public static int? PlannedContextOf(ListedModel model) => int.TryParse(Argument(model, ContextOptions), CultureInfo.InvariantCulture, out var context) && context > 0 ? context : null;

    private static string? Argument(ListedModel model, string[] names)
    {
        var arguments = model.Status?.Args ?? [];
        var at = arguments.ToList().FindIndex(argument => names.Contains(argument, StringComparer.Ordinal));
        return at >= 0 && at + 1 < arguments.Count ? arguments[at + 1] : null;
    }
}
