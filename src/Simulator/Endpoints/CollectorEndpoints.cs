using System.Globalization;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;
using LlmObs.Simulator.Refusals;

namespace LlmObs.Simulator.Endpoints;

/// <summary>What a Collector answers, of the machine that does not exist: so that memory, energy, heat and what follows from them can be tried without a Mac.</summary>
internal static class CollectorEndpoints
{
    public static void MapCollector(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/samples", Samples);
        routes.MapPut("/servers/{port:int}", Processes);
        routes.MapGet("/machine", Report);
    }

    private static IResult Samples(HttpContext context, MachineHistory history, ModelDisk disk, string? from, string? to) =>
        Moment(from) is { } begin && Moment(to) is { } end && begin <= end
            ? Results.Text(string.Concat(history.Between(begin, end).Select(moment => SampleLine.Of(moment, history.Heat, disk.FreeBytesAt(moment.At), Own(context)))), "application/x-ndjson")
            : SimulatorErrors.Error(400, "invalid_request", "Write /samples?from=…&to=… with two moments such as 2026-02-04T10:00:00Z.");

    private static object Processes(HttpContext context, MachineHistory history, TimeProvider clock, int port)
    {
        var own = Own(context);
        var used = SampleLine.ServerBytes + history.Now.LoadedBytes;
        return new
        {
            at = clock.GetUtcNow(),
            simulated = true,
            port,
            processes = port == own
                ? new[] { Process(SampleLine.Pids[0], "LM Studio (simulated)", SampleLine.ServerBytes), Process(SampleLine.Pids[1], "worker (simulated)", used - SampleLine.ServerBytes) }
                : [],
            reason = port == own ? null : $"Nobody listens on port {port} of the simulated machine; the Simulator listens on {own}.",
        };
    }

    /// <summary>The port it is known by: a proxy may stand before the one it listens on.</summary>
    private static int Own(HttpContext context) => context.Request.Host.Port ?? context.Connection.LocalPort;

    private static object Process(int pid, string name, long bytes) => new { pid, name, proportionalBytes = (long?)null, peakBytes = bytes };

    private static object Report(TimeProvider clock, SimulatorOptions options) => new
    {
        at = clock.GetUtcNow(),
        simulated = true,
        machine = new { operatingSystem = "simulated", architecture = "simulated", processor = "simulated", logicalProcessors = 32, memoryBytes = MachineHistory.TotalBytes, clockResolutionSeconds = 1e-9 },
        version = typeof(CollectorEndpoints).Assembly.GetName().Version!.ToString(3),
        intervalSeconds = MachineHistory.Interval.TotalSeconds,
        missedSamples = 0,
        sensors = new[] { "memory", "swap", "faults", "disk", "pressure", "temperature", "fan", "power", "gpu", "server" }.Select(name => new { name, source = "simulated", trouble = (string?)null }),
        absent = new[] { "energy counter", "processor throttling" }.Select(subject => new { subject, reason = "a Mac has none, and the Simulator looks like one" }),
        isOnBattery = false,
        isLowPowerMode = false,
        gpuMemoryLimitBytes = (long)(options.WorkingSetGibibytes * (1L << 30)),
        biggestProcesses = new[] { new { pid = SampleLine.Pids[0], name = "LM Studio (simulated)", memoryBytes = SampleLine.ServerBytes } },
    };

    private static DateTimeOffset? Moment(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
