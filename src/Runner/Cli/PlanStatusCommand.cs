using System.CommandLine;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs plan status</c>: the plan's table with what is measured of it.</summary>
internal static class PlanStatusCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var plan = new Argument<string>("PLAN") { Description = "A plan's path, or the name of one in plans/, such as mac-512gb." };
        var output = new Option<string>("--output", "-o") { Description = "The folder of the sessions.", DefaultValueFactory = _ => "results", HelpName = "DIR" };
        var command = new ExampledCommand("status", "Shows how far a plan has come: each variant's state and figures, what is next, how long the rest takes.")
        {
            Examples = [new("llmobs plan status mac-512gb", "The test plan's table, filled in from results/"), new("llmobs plan status mac-512gb --priority 2", "Of the most urgent variants only, and how long they will take")],
        };
        command.Add(plan);
        command.Add(output);
        var selection = new SelectionOptions();
        foreach (var option in selection.All)
            command.Add(option);
        plan.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
        command.SetAction((parsed, _) => ShowAsync(surroundings, parsed.GetRequiredValue(plan), parsed.GetRequiredValue(output), selection.Read(parsed)));
        return command;
    }

    private static async Task<int> ShowAsync(Surroundings surroundings, string name, string output, Selection selection)
    {
        var opening = PlanFile.Open(name);
        if (opening.Plan is not { } plan)
            return await surroundings.RefuseAsync(opening.Problems);
        if (plan.Variants.Count == 0)
            return await surroundings.RefuseAsync([$"{plan.Name} names no variants: it measures whatever a server has loaded. Look at its sessions with 'llmobs report'."]);
        var mistakes = SelectionRules.Check(plan, selection).ToList();
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);
        var humans = surroundings.Humans(json: false);
        var warnings = new List<string>();
        var sessions = EarlierSessions.Read(output, plan.Name, warnings.Add);
        var progress = PlanProgress.Of(plan, sessions);
        var layout = PlanLayout.Of(plan, opening.Folder, selection, models: null);
        PlanStatusView.Write(humans, layout, selection.IsAll, progress);
        var wanted = selection.IsAll ? null : layout.Wanted.Select(variant => variant.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var line in OutlookWords.Of(PlanOutlook.Of(plan, layout.Blocks, wanted, sessions, progress), layout, $"{surroundings.Command} run"))
            humans.Say(line);
        foreach (var warning in warnings)
            humans.Say(warning);
        return ExitCodes.Good;
    }
}
