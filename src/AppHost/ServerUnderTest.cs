namespace LlmObs.AppHost;

/// <summary>Which server will be measured, as far as it can be told without speaking to it.</summary>
/// <param name="Named">What the user named; null leaves the choice to the Runner.</param>
/// <param name="OpenPorts">The usual ports on which somebody listens.</param>
public sealed record ServerUnderTest(string? Named, IReadOnlyList<int> OpenPorts)
{
    private const string Simulator = "simulator";

    /// <summary>Asked for, or nothing else is there. Should a port turn out to be no LLM server's, the Runner has a Simulator of its own.</summary>
    public bool NeedsSimulator => Named == Simulator || (Named is null && OpenPorts.Count == 0);

    /// <summary>The servers as resources: the name each gets and where it is. What cannot be read as an address, the Runner refuses in its own words.</summary>
    public IEnumerable<(string Name, Uri Address)> External()
    {
        if (Named is not null)
            return Read(Named) is { } address ? [("llm-server", address)] : [];
        var isAlone = OpenPorts.Count == 1;
        return OpenPorts.Select(port => (isAlone ? "llm-server" : FormattableString.Invariant($"llm-server-{port}"), new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/"))));
    }

    public static async Task<ServerUnderTest> FindAsync(string? named, TimeProvider clock, CancellationToken cancellationToken) =>
        new(named, named is null ? await LocalServers.OpenAsync(clock, cancellationToken) : []);

    private static Uri? Read(string text)
    {
        var written = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return text != Simulator && Uri.TryCreate(written, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? address
            : null;
    }
}
