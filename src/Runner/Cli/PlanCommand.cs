using System.CommandLine;
using System.Xml.Linq;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Cli.Watching;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs plan</c>: looks at a plan without running it.</summary>
internal static class PlanCommand
{
    public static Command Create(Surroundings surroundings) => new("plan", "Checks a plan, or shows what it would run.")
    {
        Look(surroundings, "check", "Lists every problem of a plan at once, each with what to write instead.", Check, selection: null, new Example("llmobs plan check my-plan.json", "Every mistake, with the remedy")),
        Look(surroundings, "show", "Shows a plan in the order it will run, with what it takes.", Show, new SelectionOptions(), new Example("llmobs plan show mac-512gb --server http://127.0.0.1:1234", "The matrix, and what each variant is on that server")),
        PlanStatusCommand.Create(surroundings),
        Schema(surroundings),
    };

    private delegate int Telling(HumanOutput humans, PlanLayout layout);

    private static ExampledCommand Look(Surroundings surroundings, string name, string description, Telling tell, SelectionOptions? selection, Example example)
    {
        var plan = new Argument<string>("PLAN") { Description = "A plan's path, or the name of one in plans/, such as quick." };
        var server = ServerOptions.Server();
        server.Description = "Ask this server which of the variants it has.";
        var apiKeyVariable = ServerOptions.ApiKeyVariable();
        var command = new ExampledCommand(name, description) { Examples = [example] };
        command.Add(plan);
        command.Add(server);
        command.Add(apiKeyVariable);
        foreach (var option in selection?.All ?? [])
            command.Add(option);
        plan.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
        command.SetAction((parsed, cancellationToken) => LookAsync(surroundings, parsed.GetRequiredValue(plan), parsed.GetValue(server), parsed.GetValue(apiKeyVariable), selection?.Read(parsed) ?? new Selection(), tell, cancellationToken));
        return command;
    }

    private static async Task<int> LookAsync(Surroundings surroundings, string name, string? server, string? apiKeyVariable, Selection selection, Telling tell, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var address = ServerOptions.Address(server, mistakes);
        var apiKey = ServerOptions.ApiKey(apiKeyVariable, surroundings, mistakes);
        var opening = PlanFile.Open(name);
        mistakes.AddRange(opening.Problems);
        if (opening.Plan is { Discover: null } named)
            mistakes.AddRange(SelectionRules.Check(named, selection));
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);
        try
        {
            var (plan, models) = await AskAsync(surroundings, opening.Plan!, server, address, apiKey, cancellationToken);
            var layout = PlanLayout.Of(plan, opening.Folder, selection, models);
            var problems = layout.Problems.ToList();
            var exitCode = tell(surroundings.Humans(json: false), layout);
            return problems.Count > 0 ? await surroundings.RefuseAsync(problems) : exitCode;
        }
        catch (ServerException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
    }

    private static async Task<(Plan Plan, IReadOnlyList<LocalModel>? Models)> AskAsync(Surroundings surroundings, Plan plan, string? server, Uri? address, string? apiKey, CancellationToken cancellationToken)
    {
        if (server is null)
            return (plan, null);
        await using var chosen = await ServerToUse.OpenAsync(surroundings, server, address, apiKey, cancellationToken);
        var models = await chosen.Server.ListModelsAsync(cancellationToken);
        return (VariantResolver.FillDiscovered(plan, models, chosen.Server.Identity.IsSimulated), models);
    }

    private static int Check(HumanOutput humans, PlanLayout layout)
    {
        var plan = layout.Plan;
        var cases = Figures.Count(plan.Cases.Count, "case", "cases");
        humans.Say(plan.Variants.Count == 0
            ? $"{plan.Name} is good: {cases}. Its variants are whatever the server has loaded; name one with --server to see them."
            : $"{plan.Name} is good: {Figures.Count(plan.Variants.Count, "variant", "variants")}, {cases}, {Figures.Requests(layout.Estimate.Requests, layout.Estimate.Warmups)}.");
        return ExitCodes.Good;
    }

    private static int Show(HumanOutput humans, PlanLayout layout)
    {
        PlanView.Write(humans, layout);
        return ExitCodes.Good;
    }

    private static ExampledCommand Schema(Surroundings surroundings)
    {
        var command = new ExampledCommand("schema", "Prints the JSON schema of plans, for editors.")
        {
            Examples = [new("llmobs plan schema > plan.schema.json", "Completion and checks while you write")],
        };
        command.SetAction(async (_, _) =>
        {
            var documentation = Path.ChangeExtension(typeof(Plan).Assembly.Location, ".xml");
            await surroundings.Output.WriteAsync(PlanSchema.Create(XDocument.Load(documentation)));
            return ExitCodes.Good;
        });
        return command;
    }
}
