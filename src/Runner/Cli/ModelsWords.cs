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

    private readonly SelectionOptions _selection = new();

    public void AddTo(Command command)
    {
        command.Add(Plan);
        foreach (var option in (Option[])[Server, ApiKeyVariable, .. _selection.All])
            command.Add(option);
        Plan.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
    }

    public ModelsQuestion Read(ParseResult parsed, Surroundings surroundings, List<string> mistakes)
    {
        var opening = PlanFile.Open(parsed.GetRequiredValue(Plan));
        var selection = _selection.Read(parsed);
        var server = parsed.GetValue(Server);
        mistakes.AddRange(opening.Problems);
        if (opening.Plan is { Variants.Count: 0 } empty)
            mistakes.Add($"{empty.Name} names no variants: it measures whatever a server has loaded. Name a plan with variants.");
        else if (opening.Plan is { } plan)
            mistakes.AddRange(SelectionRules.Check(plan, selection));
        return new ModelsQuestion(opening.Plan, selection, server, ServerOptions.Address(server, mistakes), ServerOptions.ApiKey(parsed.GetValue(ApiKeyVariable), surroundings, mistakes));
    }
}

/// <summary>What was asked for.</summary>
/// <param name="Plan">Null with mistakes.</param>
/// <param name="Server">As it was written; null looks for one.</param>
internal sealed record ModelsQuestion(Plan? Plan, Selection Selection, string? Server, Uri? Address, string? ApiKey);
