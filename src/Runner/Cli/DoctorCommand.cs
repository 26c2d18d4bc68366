using System.CommandLine;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs doctor</c>: whether a plan can be measured here and now.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var options = new DoctorOptions();
        var command = new ExampledCommand("doctor", "Checks before a long run: memory, disk, power, server, sensors; each line says what to do.")
        {
            Examples =
            [
                new("llmobs doctor", "Whether the quick plan can be measured here"),
                new("llmobs doctor --plan mac-512gb --server http://127.0.0.1:1234", "Whether a whole plan can, on LM Studio"),
                new("llmobs doctor --report", "A file of this machine to send, without names"),
            ],
        };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ExamineAsync(surroundings, options, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> ExamineAsync(Surroundings surroundings, DoctorOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var server = parsed.GetValue(options.Server);
        var opening = PlanFile.Open(parsed.GetRequiredValue(options.Plan));
        mistakes.AddRange(opening.Problems.Select(problem => $"--plan: {problem}"));
        var question = new DoctorQuestion
        {
            Plan = opening,
            Selection = options.Selection.Read(parsed),
            Server = server,
            Address = ServerOptions.Address(server, mistakes),
            ApiKey = ServerOptions.ApiKey(parsed.GetValue(options.ApiKeyVariable), surroundings, mistakes),
            Collector = ServerOptions.Collector(parsed.GetValue(options.Collector), surroundings, mistakes, parsed.GetValue(options.CollectorTokenFile)),
            Prometheus = options.PrometheusAddress(parsed, surroundings, mistakes),
            Output = parsed.GetRequiredValue(options.Output),
        };
        if (opening.Plan is { Discover: null } plan)
            mistakes.AddRange(SelectionRules.Check(plan, question.Selection));
        var report = DoctorStory.FileOf(parsed.GetResult(options.Report) is { Implicit: false } ? parsed.GetValue(options.Report) ?? "" : null, question.Output, surroundings.Clock, mistakes);
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);
        var story = new DoctorStory(surroundings, parsed.GetValue(options.Json), report);
        return await story.TellAsync(question, cancellationToken);
    }
}
