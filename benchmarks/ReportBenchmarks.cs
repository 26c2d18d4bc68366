using BenchmarkDotNet.Attributes;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Benchmarks;

/// <summary>Every report of a session of 100,000 requests, from its journal on the disk.</summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 3)]
public class ReportBenchmarks
{
    private const int Requests = 100_000;
    private SampleSession? _session;

    [GlobalSetup]
    public void Write() => _session = new SampleSession(Requests);

    [GlobalCleanup]
    public void Delete() => _session!.Dispose();

    [Benchmark]
    public IReadOnlyList<VariantResult> Rebuild() => SessionReports.Rebuild(_session!.Folder);
}
