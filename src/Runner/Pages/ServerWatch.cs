using LlmObs.Runner.Servers;
using LlmObs.Runner.Telemetry;

namespace LlmObs.Runner.Pages;

/// <summary>Tells whether the server under test is there. Asks it only while nothing is measured: a question in between would be part of the load.</summary>
internal sealed class ServerWatch(SessionDesk desk, ServeOptions options, ServerConnector connector, ServerSight sight)
{
    public async Task<ServerAnswer> LookAsync(CancellationToken cancellationToken)
    {
        if (desk.State.Activity == DeskActivity.Idle && Address is { } address)
            await AskAsync(address, cancellationToken);
        return sight.Last is { } last ? new ServerAnswer(last.IsUp, last.Text) : new ServerAnswer(null, "No server has been asked yet.");
    }

    /// <summary>Null for a Simulator within this process: it lives as long as its session.</summary>
    private Uri? Address => options.Server ?? (desk.State.Server is { IsSimulated: true } ? options.Simulator : desk.State.Server?.Address);

    private async Task AskAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await connector.ConnectAsync(address, options.ApiKey, cancellationToken);
            sight.Answered($"{server.Identity.Name} answers at {ServerAddress.Display(address)}.");
        }
        catch (ServerException gone)
        {
            sight.Gone(gone.Message);
        }
    }
}

/// <summary><c>GET /api/server</c>.</summary>
/// <param name="IsUp">Null before anything was asked.</param>
/// <param name="Text">What was seen, in one sentence.</param>
public sealed record ServerAnswer(bool? IsUp, string Text);
