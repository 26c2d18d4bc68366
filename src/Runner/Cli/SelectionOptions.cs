using System.CommandLine;
using LlmObs.Results;

namespace LlmObs.Runner.Cli;

/// <summary>The options that choose a part of a plan.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _only = new("--only") { Description = "Only these variants of the plan; * stands for any letters.", HelpName = "VARIANT", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _phases = new("--phase") { Description = "Only these phases of the plan.", HelpName = "PHASE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _priority = new("--priority") { Description = "Only variants of this priority or a more urgent one; 1 is the most urgent.", HelpName = "N" };

    public IEnumerable<Option> All => [_only, _phases, _priority];

    public Selection Read(ParseResult parsed) => new()
    {
        Variants = Split(parsed.GetValue(_only)),
        Phases = Split(parsed.GetValue(_phases)),
        Priority = parsed.GetValue(_priority),
    };

    /// <summary>"a,b" and "a b" and the option twice all mean the same.</summary>
    private static string[] Split(string[]? given) =>
        [.. (given ?? []).SelectMany(words => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
