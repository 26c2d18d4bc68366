using System.CommandLine;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs models</c>: fetches a plan's models, and deletes those that are measured – only when asked.</summary>
internal static class ModelsCommand
{
    public static Command Create(Surroundings surroundings) => new("models", "Fetches a plan's models before it is measured, and deletes them afterwards.")
    {
        ModelsDownloadCommand.Create(surroundings),
        ModelsDeleteCommand.List(surroundings),
        ModelsDeleteCommand.Delete(surroundings),
    };
}
