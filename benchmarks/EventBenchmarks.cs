using BenchmarkDotNet.Attributes;
using LlmObs.Measurements;

namespace LlmObs.Benchmarks;

/// <summary>What one more event costs, by what it carries: of a long answer that lies ready, read, parsed and kept. The socket's part is that of large reads.</summary>
public class EventBenchmarks
{
    private const int Events = 10_000;
    private EventStream? _stream;

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    public static IEnumerable<string> Kinds => SampleEvents.Names;

    [GlobalSetup]
    public void Open() => _stream = new EventStream(Kind, Events);

    [GlobalCleanup]
    public async Task CloseAsync() => await _stream!.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Events)]
    public Task<RequestTimeline> ReadAsync() => _stream!.ReadAsync();
}
