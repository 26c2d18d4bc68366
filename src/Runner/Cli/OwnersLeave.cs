using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Sessions;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary>Asks the owner, once, whether what he has in memory may make room for a plan.</summary>
/// <param name="humans">Where he is asked.</param>
/// <param name="isYes">He has said so already.</param>
/// <param name="canAnswer">Whether somebody sits at the keyboard.</param>
internal sealed class OwnersLeave(HumanOutput humans, bool isYes, bool canAnswer)
{
    /// <summary>Null where nobody can be asked: then nothing of his is touched.</summary>
    public AskToPutAside? Ask => isYes ? (_, _, _) => Task.FromResult(true) : canAnswer && humans.IsTerminal ? AskAsync : null;

    private async Task<bool> AskAsync(ServerIdentity server, IReadOnlyList<PutAsideModel> models, CancellationToken cancellationToken)
    {
        humans.Say($"{server.Name} has in memory: {string.Join(", ", models.Select(Words))}.");
        humans.Say("The plan loads its variants afresh. What stays in memory takes room from them, and is itself not loaded again for each block.");
        var question = new ConfirmationPrompt("Unload it for the time of the session, and load it again at the end?") { DefaultValue = false };
        return await question.ShowAsync(humans.Console, cancellationToken);
    }

    private static string Words(PutAsideModel model)
    {
        string?[] facts =
        [
            model.FileBytes is { } bytes ? new DataSize(bytes).ToString() : null,
            model.ContextTokens is { } context ? string.Create(CultureInfo.InvariantCulture, $"context {context:N0}") : null,
        ];
        var known = string.Join(", ", facts.OfType<string>());
        return known.Length == 0 ? model.InstanceId : $"{model.InstanceId} ({known})";
    }
}
