using BenchmarkDotNet.Attributes;
using LlmObs.Measurements;

namespace LlmObs.Benchmarks;

/// <summary>The whole client over loopback: one request with an answer of 128 chunks.</summary>
public class RequestBenchmarks
{
    internal const int Events = 128;
    private EventStream? _stream;

    [GlobalSetup]
    public void Open() => _stream = new EventStream("content", Events);

    [GlobalCleanup]
    public async Task CloseAsync() => await _stream!.DisposeAsync();

    [Benchmark]
    public Task<RequestTimeline> ReadAsync() => _stream!.ReadAsync();
}
