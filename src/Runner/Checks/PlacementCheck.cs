using System.Globalization;

namespace LlmObs.Runner.Checks;

/// <summary>Whether a model that is measured as it lies in memory lies there whole: one that is split between two processors is as slow as the slower.</summary>
internal sealed class PlacementCheck : ICheck
{
    /// <summary>Buffers of the processor's own are no part of a model.</summary>
    private const double Negligible = 0.01;

    public string Subject => "placement";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        var instances = circumstances.Variants.SelectMany(variant => circumstances.Models.GetValueOrDefault(variant.Id)?.Instances ?? []).Where(instance => instance.ProcessorShare is not null).ToList();
        if (instances.Count == 0)
            return [];
        var split = instances.Where(instance => instance.ProcessorShare > Negligible)
            .Select(instance => string.Create(CultureInfo.InvariantCulture, $"{instance.Id} lies to {instance.ProcessorShare:0 %} in the processor's memory")).ToList();
        return split.Count == 0
            ? [new(Subject, CheckVerdict.Ok, "what is loaded lies in the graphics processor's memory as a whole.")]
            : [new(Subject, CheckVerdict.Warning, $"{string.Join(", ", split)}: its figures are those of a split model.", "Free graphics memory or load it with a smaller context, then look again.")];
    }
}
