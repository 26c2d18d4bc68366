using System.CommandLine;
using System.Net;
using LlmObs.ServiceDefaults;

namespace LlmObs.Collector;

/// <summary>Where it listens and who may ask, as the command line and the environment say.</summary>
internal static class ListenOptions
{
    public static readonly Option<string> Listen = new("--listen")
    {
        Description = "The address of this machine to listen on; another than 127.0.0.1 needs a token, and 0.0.0.0 means all.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = $"The file with the token that whoever asks must send. Default: the token in {CollectorToken.Variable}, where another address than 127.0.0.1 needs one.",
        HelpName = "FILE",
    };

    /// <summary>Null with a mistake added when it is none.</summary>
    public static IPAddress? Address(ParseResult parsed, ICollection<string> mistakes)
    {
        var text = parsed.GetRequiredValue(Listen);
        if (IPAddress.TryParse(text, out var address))
            return address;
        mistakes.Add($"--listen must be an address of this machine in numbers, such as 192.168.1.20 or 0.0.0.0 for all, not \"{text}\".");
        return null;
    }

    /// <summary>Null where everybody on this machine may ask. On another address there must be one.</summary>
    public static string? Token(ParseResult parsed, IPAddress address, Func<string, string?> variable, ICollection<string> mistakes, Action<string> warn)
    {
        var before = mistakes.Count;
        if (parsed.GetValue(TokenFile) is { } file)
            return CollectorToken.OfFile(file, TokenFile.Name, mistakes, warn);
        if (IPAddress.IsLoopback(address))
            return null;
        var token = CollectorToken.OfVariable(variable(CollectorToken.Variable), mistakes);
        if (token is null && mistakes.Count == before)
            mistakes.Add($"--listen {address} lets other machines ask, so a token is needed: --token-file FILE or {CollectorToken.Variable}. {CollectorToken.HowToMake("FILE")}");
        return token;
    }
}
