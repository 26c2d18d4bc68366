using System.CommandLine;
using System.CommandLine.Parsing;
using LlmObs.Plans;
using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Cli;

/// <summary>What is wrong with the words of a command line, each with what was probably meant.</summary>
internal static class ParseMistakes
{
    public static IReadOnlyList<string> Of(ParseResult parsed, string ownCommand)
    {
        var command = parsed.CommandResult.Command;
        var unmatched = parsed.UnmatchedTokens.Select(token => Unknown(token, command));
        var others = parsed.Errors.Where(error => !IsAbout(parsed.UnmatchedTokens, error)).Select(error => Missing(parsed, error) ?? OptionMistakes.Of(error));
        var mistakes = unmatched.Concat(NeedsCommand(command) ? CommandMissing(command, parsed.UnmatchedTokens.Count) : others);
        return [.. mistakes.Distinct(StringComparer.Ordinal), $"See {ownCommand} {Path(parsed.CommandResult)}--help"];
    }

    /// <summary>Words that begin with a dash are taken for options even where an argument could stand.</summary>
    public static void RefuseOptions(ArgumentResult argument, Command command)
    {
        foreach (var token in argument.Tokens.Where(token => token.Value.StartsWith('-')))
            argument.AddError(Unknown(token.Value, command));
    }

    private static string Unknown(string token, Command command)
    {
        var known = token.StartsWith('-')
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Where(inner => !inner.Hidden).Select(inner => inner.Name);
        var names = known.ToList();
        var kind = token.StartsWith('-') ? "option" : "command or argument";
        return names.Count == 0 ? $"There is no {kind} \"{token}\" here." : $"There is no {kind} \"{token}\" here. {NearestName.Advice(token, names)}";
    }

    private static bool NeedsCommand(Command command) => command.Subcommands.Count > 0;

    private static IEnumerable<string> CommandMissing(Command command, int unmatched) =>
        unmatched > 0 ? [] : [$"Say what to do: {string.Join(", ", command.Subcommands.Where(inner => !inner.Hidden).Select(inner => inner.Name))}."];

    /// <summary>A required argument that is not there, with what it is.</summary>
    private static string? Missing(ParseResult parsed, ParseError error)
    {
        var missing = error.SymbolResult is CommandResult or ArgumentResult { Parent: CommandResult }
            ? parsed.CommandResult.Command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 })
            : null;
        return missing is null ? null : $"{missing.Name} is missing. {missing.Description}";
    }

    private static bool IsAbout(IReadOnlyList<string> unmatched, ParseError error) =>
        unmatched.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)}{command.Command.Name} " : "";
}
