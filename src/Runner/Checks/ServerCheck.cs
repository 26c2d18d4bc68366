using LlmObs.Results;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the server under test answers.</summary>
internal sealed class ServerCheck : ICheck
{
    public string Subject => "server";

    public bool IsForEverySession => false;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (circumstances.Server is not { } server)
            return [new(Subject, CheckVerdict.Blocker, circumstances.ServerProblem ?? "none was asked.")];
        var loaded = server.Models.Count(model => model.IsLoaded);
        var models = FormattableString.Invariant($"{server.Models.Count} on its disk, {loaded} loaded");
        if (server.Identity.IsSimulated)
            return [new(Subject, CheckVerdict.Warning, $"{(server.Said ?? "The Simulator").TrimEnd('.')}. Models: {models}.", "For real figures start your server, such as LM Studio's with `lms server start`.")];
        return server.Models.Count == 0
            ? [new(Subject, CheckVerdict.Blocker, $"{Name(server.Identity)} answers and has no model.", "Fetch or load one there.")]
            : [new(Subject, CheckVerdict.Ok, $"{Name(server.Identity)} answers: {models}.")];
    }

    private static string Name(ServerIdentity server) => $"{server.Name}{(server.Version is { } version ? $" {version}" : "")} at {server.Address.AbsoluteUri.TrimEnd('/')}";
}
