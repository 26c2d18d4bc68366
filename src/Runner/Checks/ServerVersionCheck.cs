using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Checks;

/// <summary>Whether the server is the one the plan was made for. Whether it is the latest cannot be known without asking the internet, which nothing here does.</summary>
internal sealed class ServerVersionCheck : ICheck
{
    public string Subject => "server version";

    public bool IsForEverySession => true;

    public IEnumerable<CheckLine> Look(Circumstances circumstances)
    {
        if (circumstances.Server?.Identity is not { } server)
            return [];
        var version = server.Version is { } known ? $"{server.Name} {known}" : $"{server.Name}, which does not tell its version";
        if (circumstances.Plan.Settings.Server is not { } wanted)
            return [new(Subject, CheckVerdict.Ok, $"{version}; the plan asks for none.")];
        if (!server.Name.StartsWith(wanted.Name, StringComparison.OrdinalIgnoreCase))
            return [new(Subject, CheckVerdict.Warning, $"The plan is made for {wanted.Name}, and this is {server.Name}: its figures are not those the plan asks for.")];
        return [Judge(wanted, server, version)];
    }

    private CheckLine Judge(ServerRequirement wanted, ServerIdentity server, string version) => wanted.Version switch
    {
        ServerRequirement.Latest => new(Subject, CheckVerdict.Unknown, $"{version}. The plan asks for the latest, which cannot be known here: look for an update in {wanted.Name} itself."),
        { } odd when !Version.TryParse(odd, out _) => new(Subject, CheckVerdict.Unknown, $"{version}. The plan asks for \"{odd}\", which no version can be held against."),
        null => new(Subject, CheckVerdict.Ok, $"{version}, as the plan asks."),
        var least when IsAtLeast(Version.Parse(least), server.Version) => new(Subject, CheckVerdict.Ok, $"{version}, as the plan asks."),
        _ => new(Subject, CheckVerdict.Warning, $"The plan asks for {wanted.Name} {wanted.Version} or later, and this one is {server.Version ?? "of a version it does not tell"}."),
    };

    private static bool IsAtLeast(Version least, string? version) => Version.TryParse(version?.Split('-', '+')[0], out var has) && has >= least;
}
