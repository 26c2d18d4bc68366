using LlmObs.Plans;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Downloads;

/// <summary>Whether what came is what the plan means: the server's list is asked again, and the variant must be on it.</summary>
internal sealed class ArrivedModel(ILlmServer server, DownloadTimes times, TimeProvider clock)
{
    /// <summary>Null when it is there, else what is there instead. A server may take a moment to list what it has.</summary>
    /// <param name="plan">The variant's.</param>
    /// <param name="variant">Which was fetched.</param>
    /// <param name="before">What was listed before.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<string?> WhyNotAsync(Plan plan, Variant variant, IReadOnlyList<LocalModel> before, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var listed = await server.ListModelsAsync(cancellationToken);
            var found = VariantResolver.Resolve(plan with { Variants = [variant] }, listed)[0];
            if (found.Model is not null)
                return null;
            if (found.Problem is { } several)
                return several;
            if (clock.GetElapsedTime(since) >= times.Listing)
                return Instead(variant, [.. listed.ExceptBy(before.Select(model => model.Key), model => model.Key, StringComparer.Ordinal)]);
            await Task.Delay(times.Pace, clock, cancellationToken);
        }
    }

    private string Instead(Variant variant, IReadOnlyList<LocalModel> fresh) => fresh.Count == 0
        ? $"{server.Identity.Name} says that it has it, but lists nothing new. It may have to be restarted to list it; where its files were deleted by hand it believes that it still has them until then."
        : $"what came instead: {string.Join(", ", fresh.Select(model => $"{model.Key} ({model.Quantization ?? "quantization n/a"}, {model.Format.ToString().ToLowerInvariant()})"))}. "
            + $"Is the plan's source right, and does its match fit ({variant.Quantization}, {string.Join(", ", variant.Match?.Names ?? [$"*{variant.Model}*"])}{(variant.Match?.Publisher is { } publisher ? $", publisher {publisher}" : "")})?";
}
