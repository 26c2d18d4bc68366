namespace LlmObs.AppHost.Monitoring;

/// <summary>
/// Docker or Podman, if it works. Asked before a container is added: one that refers to a service of this machine would hold up the start
/// for ever where no engine answers.
/// </summary>
public sealed class ContainerEngine(OnPath programs, ProgramCall call)
{
    private const string Docker = "docker";
    private const string Podman = "podman";

    /// <summary>The engine that answers, Docker first as Aspire has it; null where none does.</summary>
    /// <param name="wanted">The one Aspire is told to take; null takes any.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<string?> FindAsync(string? wanted, CancellationToken cancellationToken)
    {
        string[] engines = string.IsNullOrWhiteSpace(wanted) ? [Docker, Podman] : [wanted];
        var runLinux = await Task.WhenAll(engines.Select(engine => RunsLinuxAsync(engine, cancellationToken)));
        return engines.Where((_, index) => runLinux[index]).FirstOrDefault();
    }

    /// <summary>Whether a container that runs has this volume: two Prometheus may not write into one.</summary>
    public async Task<bool> HoldsAsync(string engine, string volume, CancellationToken cancellationToken) =>
        await AskAsync(engine, ["ps", "--quiet", "--filter", $"volume={volume}"], cancellationToken) is { Length: > 0 };

    /// <summary>Podman without its service tells of no server: it is asked for its host instead.</summary>
    private async Task<bool> RunsLinuxAsync(string engine, CancellationToken cancellationToken)
    {
        string[] question = engine == Podman ? ["info", "--format", "{{.Host.OS}}"] : ["version", "--format", "{{.Server.Os}}"];
        return await AskAsync(engine, question, cancellationToken) == "linux";
    }

    private async Task<string?> AskAsync(string engine, string[] question, CancellationToken cancellationToken) =>
        programs.Find(engine) is { } program ? (await call.AskAsync(program, question, cancellationToken))?.Trim() : null;
}
