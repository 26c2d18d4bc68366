using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What is to be fitted: a file, a plan – with or without a server that has its models –, or all that a server has.</summary>
internal sealed record FitTarget
{
    /// <summary>Of a .gguf file.</summary>
    public string? File { get; init; }

    public PlanOpening? Plan { get; init; }

    /// <summary>As it was written; null where none was named.</summary>
    public string? Server { get; init; }

    public Uri? Address { get; init; }

    /// <summary>A word is a file if it ends as one, a server if it has a scheme or a port, else a plan.</summary>
    public static FitTarget Of(string? written, string? server, List<string> mistakes)
    {
        if (written?.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) is true)
            return new FitTarget { File = written };
        if (written is null || IsServer(written))
        {
            if (written is not null && server is not null)
                mistakes.Add($"Two servers are named: {written} and {server}. Leave one out.");
            var named = written ?? server;
            return new FitTarget { Server = named, Address = ServerOptions.Address(named, mistakes, written is null ? "--server" : "WHAT") };
        }
        var plan = PlanFile.Open(written);
        mistakes.AddRange(Directory.Exists(written) ? [$"{written} is a folder. Name a .gguf file in it, a plan or a server."] : plan.Problems);
        return new FitTarget { Plan = plan, Server = server, Address = ServerOptions.Address(server, mistakes) };
    }

    private static bool IsServer(string written) =>
        written == ServerToUse.Simulator || written.Contains("://", StringComparison.Ordinal)
        || (!System.IO.File.Exists(written) && (written.Split(':') is [_, var port] ? ushort.TryParse(port, out _) : ushort.TryParse(written, out _)));
}
