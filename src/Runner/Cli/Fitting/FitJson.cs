using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LlmObs.Capacity;

namespace LlmObs.Runner.Cli.Fitting;

/// <summary>What fits as one JSON object, for scripts: every member is in docs/json-output.md.</summary>
internal static class FitJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Line(FitQuestion question, IReadOnlyList<Candidate> candidates) => JsonSerializer.Serialize(new
    {
        Memory = new { TotalBytes = question.Budget.Total.Bytes, LimitBytes = question.Budget.Limit.Bytes, MarginBytes = question.Budget.Margin.Bytes, question.Budget.Source },
        Buffers = new { LeastBytes = MemoryFit.LeastBuffers, MostBytes = MemoryFit.MostBuffers },
        CacheType = question.CacheType.Name,
        Models = candidates.Select(candidate => Of(question, candidate)),
    }, Options);

    private static object Of(FitQuestion question, Candidate candidate) => new
    {
        candidate.Name,
        candidate.Quantization,
        WeightBytes = candidate.Weights?.Bytes,
        candidate.WeightsSource,
        Architecture = candidate.Shape?.Architecture,
        Layers = candidate.Shape?.Layers.Count,
        LayersWithCache = candidate.Shape?.Layers.Count(layer => layer.KeyWidth > 0),
        candidate.ShapeSource,
        IsUpperBound = candidate.Shape is { } shape ? shape.UpperBound is not null : (bool?)null,
        candidate.MaximumContextTokens,
        CacheBytesPerToken = candidate.Shape?.BytesPerToken(question.CacheType),
        StateBytes = candidate.Shape?.StateBytes,
        LargestContext = CacheType.All.ToDictionary(type => type.Name, type => new
        {
            Fits = MemoryFit.LargestContext(candidate, question.Budget, 1, type, FitVerdict.Fits),
            Tight = MemoryFit.LargestContext(candidate, question.Budget, 1, type, FitVerdict.Tight),
        }, StringComparer.Ordinal),
        Fits = question.ContextsOf(candidate).SelectMany(context => question.Sequences.Select(sequences => Of(question, candidate, context, sequences))),
        MostStreams = question.ContextsOf(candidate).Select(context => new { ContextTokens = context, Streams = MemoryFit.MostSequences(candidate, question.Budget, context, question.CacheType) }),
    };

    private static object Of(FitQuestion question, Candidate candidate, int context, int sequences)
    {
        var fit = question.Of(candidate, context, sequences);
        return new { ContextTokens = context, Streams = sequences, fit.Verdict, CacheBytes = sequences * candidate.Shape?.SequenceBytes(context, question.CacheType), fit.NeedBytes, fit.HeadroomBytes };
    }
}
