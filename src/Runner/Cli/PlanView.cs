using System.Globalization;
using LlmObs.Plans;
using LlmObs.Runner.Cli.Watching;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>Shows a laid out plan to people.</summary>
internal static class PlanView
{
    public static void Write(HumanOutput humans, PlanLayout layout)
    {
        var plan = layout.Plan;
        humans.Say(plan.Title is { } title ? $"{plan.Name}: {title}" : plan.Name);
        if (plan.Variants.Count == 0)
            humans.Say("Variants: what the server has loaded when it runs. Name one with --server to see them.");
        else
            humans.Console.Write(Variants(layout));
        if (plan.Variants.Count - layout.Shown.Count is > 0 and var others)
            humans.Say($"{Figures.Count(others, "other variant was", "other variants were")} not named.");
        foreach (var block in layout.Blocks)
            humans.Say($"{Name(block)}: {string.Join(" → ", block.Runs.Select(run => run.IsAnchor ? $"{run.Variant.Id} (anchor)" : run.Variant.Id))}");
        if (layout.Blocks.Count > 0 && !layout.HasSeed)
            humans.Say("The order is that of seed 1; without --seed each session draws its own.");
        humans.Say($"Cases: {string.Join(", ", plan.Cases.Select(planCase => $"{planCase.Id} ({planCase.MaxTokens} tokens)"))}");
        if (layout.Blocks.Count > 0)
            Estimate(humans, layout.Estimate);
        foreach (var line in PlanSizes.Of(layout).Concat(PlanNotes.Of(layout)))
            humans.Say(line);
    }

    private static Table Variants(PlanLayout layout)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Variant", "Model", "Quant", "File", "Memory", layout.Resolutions is null ? "Runs" : "On this server");
        foreach (var variant in layout.Shown)
        {
            table.AddRow(
                new Text(variant.Id),
                new Text(variant.Model),
                new Text(variant.Quantization),
                new Text(variant.FileSize?.ToString() ?? "n/a"),
                new Text(variant.ExpectedMemory?.ToBinaryString() ?? "n/a"),
                new Text(Fate(layout, variant)));
        }
        return table;
    }

    private static string Fate(PlanLayout layout, Variant variant)
    {
        var leftOut = RunMatrix.WhyLeftOut(layout.Plan, variant, layout.Options);
        var where = layout.Resolutions?.First(resolution => resolution.Variant.Id == variant.Id) is { } resolution ? Where(resolution) : null;
        return string.Join("; ", new[] { where, leftOut ?? (where is null ? "yes" : null) }.OfType<string>());
    }

    private static string Where(Resolution resolution) => resolution switch
    {
        { Model: { } model } => model.IsLoaded ? $"{model.Key} (loaded)" : model.Key,
        { Problem: { } problem } => problem,
        { FetchLine: { } line } => $"not there: {line}",
        _ => "not there",
    };

    private static string Name(Block block) =>
        string.Create(CultureInfo.InvariantCulture, $"{(block.Phase is null ? "Block" : $"{block.Phase}, block")} {block.Number}");

    private static void Estimate(HumanOutput humans, PlanEstimate estimate)
    {
        humans.Say($"{Figures.Requests(estimate.Requests, estimate.Warmups)}, at most {Figures.Time(estimate.Duration)}: {estimate.Basis}.");
        if (estimate.PeakMemory.Bytes > 0)
            humans.Say($"Memory for the largest: {estimate.PeakMemory.ToBinaryString()}.");
    }
}
