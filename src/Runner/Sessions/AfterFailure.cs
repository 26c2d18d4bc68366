using LlmObs.Measurements;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// Asked after a request that did not complete: is the server there, and does it still hold what is measured? A server that was restarted would load it anew with the
/// next request, with other settings and within its time to first token.
/// </summary>
internal sealed class AfterFailure(ILlmServer server, TimeProvider clock)
{
    /// <summary>A router lists a process that has just died for a moment more.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <summary>Why the run must not go on; null when it may.</summary>
    public async Task<string?> WhyNotAsync(JournalEntry.Load load, RequestOutcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            if (await HoldsAsync(load, cancellationToken))
                await Task.Delay(Settling, clock, cancellationToken);
            return await HoldsAsync(load, cancellationToken) ? null : $"{load.InstanceId} is no longer in the server's memory after a request that failed: {outcome.Reason}";
        }
        catch (ServerException gone)
        {
            return $"The server is not there after a request that failed ({outcome.Code}): {gone.Message}";
        }
    }

    private async Task<bool> HoldsAsync(JournalEntry.Load load, CancellationToken cancellationToken) =>
        (await server.ListModelsAsync(cancellationToken)).SelectMany(model => model.Instances).Any(instance => instance.Id == load.InstanceId);
}
