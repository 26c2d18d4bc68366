using System.Net;
using LlmObs.Hardware;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Checks;

/// <summary>Asks who watches a machine what is known of it now.</summary>
internal sealed class WitnessInquiry(TimeProvider clock)
{
    public async Task<WitnessFacts> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var witness = new CollectorClient(address);
        var now = clock.GetUtcNow();
        try
        {
            var samples = await witness.SamplesAsync(now - WitnessFacts.Span, now, cancellationToken);
            var report = await ReportAsync(witness, cancellationToken);
            return new WitnessFacts { Address = address, Samples = samples, Report = report, ReportedAt = report is null ? null : clock.GetUtcNow() };
        }
        catch (CollectorException silent)
        {
            return new WitnessFacts { Address = address, Problem = silent.InnerException is { } reason ? $"the one at {address.AbsoluteUri.TrimEnd('/')} does not answer: {reason.Message}" : silent.Message };
        }
    }

    /// <summary>The same, and which of its machine's processes are those of the server that listens there.</summary>
    public async Task<WitnessFacts> WithServerAsync(WitnessFacts facts, int port, CancellationToken cancellationToken)
    {
        if (facts is not { Address: { } address, Problem: null })
            return facts;
        using var witness = new CollectorClient(address);
        try
        {
            var seen = await witness.WatchServerAsync(port, cancellationToken);
            return facts with { ServerPids = [.. seen.Processes.Select(process => process.Pid)] };
        }
        catch (CollectorException)
        {
            // one too old to see them: then the server may be named among the programs
            return facts;
        }
    }

    /// <summary>Null of one that is too old to have it.</summary>
    private static async Task<HostReport?> ReportAsync(CollectorClient witness, CancellationToken cancellationToken)
    {
        try
        {
            return await witness.ReportAsync(cancellationToken);
        }
        catch (CollectorException old) when (old.InnerException is HttpRequestException { StatusCode: HttpStatusCode.NotFound })
        {
            return null;
        }
    }
}
