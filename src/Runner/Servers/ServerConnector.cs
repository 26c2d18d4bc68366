using LlmObs.Results;
using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Servers;

/// <summary>Finds out what a server is and speaks to it in its dialect.</summary>
public sealed class ServerConnector(TimeProvider clock)
{
    /// <summary>For the server a user named: it may be on another machine.</summary>
    private static readonly TimeSpan NamedServerLimit = TimeSpan.FromSeconds(5);

    /// <summary>For a look at the loopback ports: what listens there answers in milliseconds.</summary>
    private static readonly TimeSpan LoopbackLimit = TimeSpan.FromSeconds(1.5);

    public TimeProvider Clock => clock;

    /// <summary>Where <see cref="FindLocalAsync"/> looks.</summary>
    public IReadOnlyList<int> LocalPorts { get; init; } = [.. ServerDialects.All.Select(dialect => dialect.UsualPort).Distinct()];

    /// <summary>In the order of asking.</summary>
    internal IReadOnlyList<ServerDialect> Dialects { get; init; } = ServerDialects.All;

    /// <summary>The LM Studio whose command line is used; null looks for it when a real LM Studio on this machine was found.</summary>
    internal LmsInstallation? Lms { get; init; }

    /// <summary>Throws <see cref="ServerException"/> when nothing answers, the key is wrong or it is no LLM server.</summary>
    public async Task<ILlmServer> ConnectAsync(Uri address, string? apiKey, CancellationToken cancellationToken)
    {
        var server = await OpenAsync(ServerAddress.Normalize(address), apiKey, cancellationToken);
        try
        {
            // a greeting is often free for all: only a question for the models shows that the key is good
            await server.ListModelsAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The servers on their usual loopback ports. Asks nothing that could load a model.</summary>
    public async Task<IReadOnlyList<ServerIdentity>> FindLocalAsync(CancellationToken cancellationToken)
    {
        var looks = LocalPorts.Select(port => LookAsync(new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/")), cancellationToken));
        return [.. (await Task.WhenAll(looks)).OfType<ServerIdentity>()];
    }

    private async Task<ILlmServer> OpenAsync(Uri address, string? apiKey, CancellationToken cancellationToken)
    {
        var channel = new ControlChannel(address, apiKey, clock);
        try
        {
            var probe = new ServerProbe(channel, NamedServerLimit);
            var (dialect, identity) = await RecogniseAsync(address, probe, cancellationToken)
                ?? throw ServerProblem.NoLlmServer(address, await probe.GetAsync("v1/models", cancellationToken), channel.HasKey);
            return dialect.Open(new ServerConnection(identity, channel, apiKey, clock) { Lms = dialect.HasCommandLine ? LmsFor(identity) : null });
        }
        catch (ServerException problem)
        {
            channel.Dispose();
            if (problem.InnerException is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
                throw;
            throw new ServerException($"{problem.Message} {await AdviceAsync(address, cancellationToken)}", problem);
        }
        catch (OperationCanceledException)
        {
            channel.Dispose();
            throw;
        }
    }

    private LmsInstallation? LmsFor(ServerIdentity server) => server switch
    {
        { Address.IsLoopback: false } => null,
        { IsSimulated: true } => Lms,
        _ => Lms ?? LmsInstallation.OnThisMachine(),
    };

    private async Task<ServerIdentity?> LookAsync(Uri address, CancellationToken cancellationToken)
    {
        using var channel = new ControlChannel(address, apiKey: null, clock);
        try
        {
            return (await RecogniseAsync(address, new ServerProbe(channel, LoopbackLimit), cancellationToken))?.Identity;
        }
        catch (ServerException)
        {
            // nobody there, or nobody who answers: that is what was asked
            return null;
        }
    }

    private async Task<(ServerDialect Dialect, ServerIdentity Identity)?> RecogniseAsync(Uri address, ServerProbe probe, CancellationToken cancellationToken)
    {
        foreach (var dialect in Dialects)
        {
            if (await dialect.RecogniseAsync(probe, cancellationToken) is not { } greeting)
                continue;
            var isSimulated = greeting.IsSimulated || probe.HasSeenSimulator;
            var name = isSimulated ? $"{dialect.Name} (simulated)" : dialect.Name;
            var identity = new ServerIdentity { Kind = dialect.Kind, Name = name, Address = address, Version = greeting.Version, IsSimulated = isSimulated };
            return (dialect, identity);
        }
        return null;
    }

    private async Task<string> AdviceAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!address.IsLoopback)
            return "Is the server running there, and does it serve the network (LM Studio: Serve on Local Network; llama-server: --host)?";
        var usual = Dialects.FirstOrDefault(dialect => dialect.UsualPort == address.Port);
        var start = usual is null
            ? FormattableString.Invariant($"Start LM Studio's server with `lms server start --port {address.Port}`, or check the port.")
            : $"Start {usual.Name}'s server with `{usual.StartCommand}`.";
        var others = await FindLocalAsync(cancellationToken);
        var named = others.Select(other => $"{other.Name} at {ServerAddress.Display(other.Address)}");
        return others.Count == 0 ? start : $"{start} These do answer: {string.Join(", ", named)}.";
    }
}
