using System.CommandLine;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What every command of <c>llmobs models</c> takes: a plan, what of it, and a server.</summary>
internal sealed class ModelsWords
{
    public Argument<string> Plan { get; } = new("PLAN") { Description = "A plan's path, or the name of one in plans/, such as mac-512gb." };

    public Option<string?> Server { get; } = ServerOptions.Server();

    public Option<string?> ApiKeyVariable { get; } = ServerOptions.ApiKeyVariable();

    public Option<string[]> Only { get; } = new("--only") { Description = "Only these variants of the plan; * stands for any letters.", HelpName = "VARIANT", AllowMultipleArgumentsPerToken = true };

    public Option<string[]> Phases { get; } = new("--phase") { Description = "Only these phases of the plan.", HelpName = "PHASE", AllowMultipleArgumentsPerToken = true };

    public void AddTo(Command command)
    {
        command.Add(Plan);
        foreach (var option in new Option[] { Server, ApiKeyVariable, Only, Phases })
            command.Add(option);
        Plan.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
    }

    public ModelsQuestion Read(ParseResult parsed, Surroundings surroundings, List<string> mistakes)
    {
        var opening = PlanFile.Open(parsed.GetRequiredValue(Plan));
        var selection = new Selection { Variants = DoctorOptions.Split(parsed.GetValue(Only)), Phases = DoctorOptions.Split(parsed.GetValue(Phases)) };
        var server = parsed.GetValue(Server);
        mistakes.AddRange(opening.Problems);
        if (opening.Plan is { Variants.Count: 0 } empty)
            mistakes.Add($"{empty.Name} names no variants: it measures whatever a server has loaded. Name a plan with variants.");
        else if (opening.Plan is { } plan)
            mistakes.AddRange(SelectionRules.Check(plan, selection.Variants, selection.Phases));
        return new ModelsQuestion(opening.Plan, selection, server, ServerOptions.Address(server, mistakes), ServerOptions.ApiKey(parsed.GetValue(ApiKeyVariable), surroundings, mistakes));
    }
}

/// <summary>What was asked for.</summary>
/// <param name="Plan">Null with mistakes.</param>
/// <param name="Server">As it was written; null looks for one.</param>
internal sealed record ModelsQuestion(Plan? Plan, Selection Selection, string? Server, Uri? Address, string? ApiKey);
