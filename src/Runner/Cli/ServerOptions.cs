using System.CommandLine;
using LlmObs.Runner.Host;
using LlmObs.Runner.Servers;
using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Cli;

/// <summary>The options that name a server, the same for every command.</summary>
internal static class ServerOptions
{
    private const string UsualKeyVariable = "LM_API_TOKEN";
    private const string CollectorVariable = "LLMOBS_COLLECTOR";

    public static Option<string?> Server(string otherwise = "the one found on this machine, else the Simulator") => new("--server", "-s")
    {
        Description = $"The server's address, such as http://127.0.0.1:1234. \"simulator\" starts the built-in one. Default: {otherwise}.",
        HelpName = "URL",
    };

    public static Option<string?> ApiKeyVariable() => new("--api-key-env")
    {
        Description = $"The environment variable that holds the server's key. Default: {UsualKeyVariable}, where it is set.",
        HelpName = "NAME",
    };

    public static Option<string?> Collector() => new("--collector")
    {
        Description = $"The Collector on the machine under test, for memory beside speed. Default: the one that {CollectorVariable} names, else none.",
        HelpName = "URL",
    };

    public static Option<bool> IgnoreChecks() => new("--ignore-checks") { Description = "Measure although a check says that nothing good can come of it; kept with the session." };

    public static Option<string?> CollectorTokenFile() => new("--collector-token-file")
    {
        Description = $"The file with the token of a Collector on another machine. Default: the token in {CollectorToken.Variable}, where it is set.",
        HelpName = "FILE",
    };

    /// <summary>The address given, else that of the environment, with its token where there is one; null for none. A mistake is added when it is no address, or a token of no use.</summary>
    public static Uri? Collector(string? given, Surroundings surroundings, List<string> mistakes, string? tokenFile = null)
    {
        var address = given is not null ? Address(given, mistakes, "--collector") : Address(surroundings.Variable(CollectorVariable) is { Length: > 0 } named ? named : null, mistakes, CollectorVariable);
        var token = tokenFile is not null
            ? CollectorToken.OfFile(tokenFile, "--collector-token-file", mistakes, warning => surroundings.Error.WriteLine($"llmobs: {warning}"))
            : address is null ? null : CollectorToken.OfVariable(surroundings.Variable(CollectorToken.Variable), mistakes);
        return address is null || token is null ? address : new GuardedAddress(address, token);
    }

    /// <summary>Null when none was given; a mistake is added when it is no address.</summary>
    public static Uri? Address(string? text, List<string> mistakes, string flag = "--server")
    {
        if (text is null or ServerToUse.Simulator)
            return null;
        if (ServerAddress.TryParse(text, out var address, out var problem))
            return address;
        mistakes.Add($"{flag}: {problem}");
        return null;
    }

    /// <summary>The key itself, which is never printed.</summary>
    public static string? ApiKey(string? variable, Surroundings surroundings, List<string> mistakes)
    {
        var key = surroundings.Variable(variable ?? UsualKeyVariable);
        if (!string.IsNullOrWhiteSpace(key))
            return key;
        if (variable is not null)
            mistakes.Add($"--api-key-env: the environment variable \"{variable}\" is not set. Write export {variable}=… first, or leave the option out for a server without a key.");
        return null;
    }
}
