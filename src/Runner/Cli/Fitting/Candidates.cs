using LlmObs.Capacity;
using LlmObs.Plans;
using LlmObs.Runner.ModelFiles;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli.Fitting;

/// <summary>What may be loaded, with what is known of it: a file's header counts before what a server lists, that before the plan's word, that before what its publisher says.</summary>
internal static class Candidates
{
    private const string ReadTheFile = "n/a: name its .gguf file to read its layers";

    /// <exception cref="GgufException">It cannot be read.</exception>
    public static Candidate OfFile(string path)
    {
        var file = GgufModel.Open(path);
        return WithHeader(new Candidate
        {
            Name = Path.GetFileNameWithoutExtension(file.Path),
            Weights = file.Size,
            WeightsSource = Size(file),
            ShapeSource = ReadTheFile,
        }, file);
    }

    /// <param name="variant">Of a plan.</param>
    /// <param name="model">Whose it is.</param>
    /// <param name="local">What it is on a server; null where none was asked or it has it not.</param>
    /// <param name="path">Of its file or folder, where it is on this machine.</param>
    public static Candidate OfVariant(Variant variant, PlannedModel? model, LocalModel? local, string? path)
    {
        var weights = local?.FileSize ?? variant.FileSize;
        return WithFile(new Candidate
        {
            Name = variant.Id,
            Quantization = variant.Quantization,
            Weights = weights,
            WeightsSource = (local?.FileSize, weights) switch { (not null, _) => "the server's list", (_, not null) => "the plan", _ => "n/a: neither the plan nor a server says" },
            ShapeSource = ReadTheFile,
            MaximumContextTokens = local?.MaximumContextTokens ?? model?.MaximumContextTokens,
        }, path, model?.Name, variant.Model, local?.Key, local?.DisplayName);
    }

    public static Candidate OfModel(LocalModel local, string? path) => WithFile(new Candidate
    {
        Name = Path.IsPathRooted(local.Key) ? Path.GetFileNameWithoutExtension(local.Key) : local.Key,
        Quantization = local.Quantization,
        Weights = local.FileSize,
        WeightsSource = local.FileSize is null ? "n/a: the server does not say" : "the server's list",
        ShapeSource = ReadTheFile,
        MaximumContextTokens = local.MaximumContextTokens,
    }, path, local.Key, local.DisplayName);

    /// <summary>Where a model of the server lies, if that is on this machine.</summary>
    public static async Task<string?> PathOfAsync(ILlmServer server, LocalModel model, CancellationToken cancellationToken) =>
        model.Path ?? (await server.ReadFactsAsync(model, cancellationToken)).Path;

    private static Candidate WithFile(Candidate candidate, string? path, params IEnumerable<string?> names)
    {
        var problem = (string?)null;
        if (path?.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) is true)
        {
            try
            {
                var file = GgufModel.Open(path);
                return WithHeader(candidate with { Weights = file.Size, WeightsSource = Size(file) }, file);
            }
            catch (GgufException unreadable)
            {
                problem = $"n/a: {unreadable.Message}";
            }
        }
        return PublishedShapes.Find(names) is { } published
            ? candidate with { Shape = published, ShapeSource = "its publisher's config.json", MaximumContextTokens = candidate.MaximumContextTokens ?? published.MaximumContextTokens }
            : problem is null ? candidate : candidate with { ShapeSource = problem };
    }

    private static Candidate WithHeader(Candidate candidate, GgufModel file)
    {
        var (shape, problem) = GgufShape.Of(file.Metadata);
        return candidate with
        {
            Shape = shape,
            ShapeSource = shape is null ? $"n/a: {file.Path}: {problem}" : shape.UpperBound is { } bound ? $"its file; at most: {bound}" : "its file",
            MaximumContextTokens = shape?.MaximumContextTokens ?? candidate.MaximumContextTokens,
        };
    }

    private static string Size(GgufModel file) => file.Parts == 1 ? "its file" : FormattableString.Invariant($"its {file.Parts} files");
}
