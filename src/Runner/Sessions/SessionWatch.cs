using LlmObs.Results;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Host;

namespace LlmObs.Runner.Sessions;

/// <summary>What is looked at while a session goes on, between its runs and never during a request.</summary>
internal sealed record SessionWatch(BeforeLoad BeforeLoad, AfterUnload AfterUnload) : IDisposable
{
    public static SessionWatch Of(ServerIdentity server, SessionRequest request, string folder, TimeProvider clock)
    {
        var witness = Witness.Of(server, request.Collector);
        return new SessionWatch(new BeforeLoad(folder, witness, request.PressurePatience, clock) { Disk = request.Disk }, new AfterUnload(witness, request.MemoryPatience, clock));
    }

    public void Dispose()
    {
        BeforeLoad.Dispose();
        AfterUnload.Dispose();
    }
}
