using System.CommandLine;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs compare</c>: variants of one session, or one result against another, with what the evidence bears.</summary>
internal static class CompareCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var sides = new Argument<string[]>("RESULT") { Description = "One session's folder, or a baseline and a candidate: folders, variants' .json files, or files of --save-baseline.", Arity = new ArgumentArity(1, 2) };
        var baselines = new Option<string[]>("--baseline") { Description = "In one session: the variant that its model's others are held against. Default: the plan's anchor variant, else its first.", HelpName = "VARIANT" };
        var pairs = new Option<string[]>("--pair") { Description = "In one session: a further pair to compare; several may be named.", HelpName = "BASELINE:CANDIDATE" };
        var failIf = new Option<string[]>("--fail-if") { Description = "Exit code 1 where a pair is so, certainly: slower:5% (decode speed), ttft-slower:10%, prefill-slower:5%, load-slower:10%; or where it is not told: undecided (decode speed), ttft-undecided and so on. Several may be given.", HelpName = "RULE" };
        var save = new Option<string?>("--save-baseline") { Description = "Keep the (first) result as one file, to compare later ones with.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var command = new ExampledCommand("compare", "Compares variants or results: the ratio with its interval, and faster, slower, equivalent or undecided.")
        {
            Examples =
            [
                new("llmobs compare results/mac-512gb-20260204-221000", "Each variant against its model's baseline"),
                new("llmobs compare results/before results/after --fail-if slower:5%", "For scripts: exit code 1 if a variant became slower by 5 % or more"),
            ],
        };
        command.Add(sides);
        foreach (var option in new Option[] { baselines, pairs, failIf, save, json })
            command.Add(option);
        sides.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
        command.SetAction((parsed, _) => new CompareStory(surroundings)
        {
            Sides = parsed.GetRequiredValue(sides),
            Baselines = parsed.GetValue(baselines) ?? [],
            Pairs = parsed.GetValue(pairs) ?? [],
            FailIf = parsed.GetValue(failIf) ?? [],
            SaveTo = parsed.GetValue(save),
            IsJson = parsed.GetValue(json),
        }.TellAsync());
        return command;
    }
}
