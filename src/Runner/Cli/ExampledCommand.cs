using System.CommandLine;

namespace LlmObs.Runner.Cli;

/// <summary>A command whose help ends with examples one can copy.</summary>
internal sealed class ExampledCommand(string name, string description) : Command(name, description)
{
    public required IReadOnlyList<Example> Examples { get; init; }
}

/// <param name="Line">What to type.</param>
/// <param name="Meaning">What it does, in a few words.</param>
internal sealed record Example(string Line, string Meaning);
