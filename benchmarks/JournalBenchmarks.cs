using BenchmarkDotNet.Attributes;
using LlmObs.Results;
using LlmObs.Runner.Results;

namespace LlmObs.Benchmarks;

/// <summary>One request of 128 events into the journal, until it is on the disk.</summary>
public class JournalBenchmarks
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"llmobs-{Guid.NewGuid():N}.jsonl");
    private readonly JournalEntry _entry = SampleSession.Request(0, RequestBenchmarks.Events);
    private Journal? _journal;

    [GlobalSetup]
    public void Open() => _journal = new Journal(_path);

    [GlobalCleanup]
    public void Close()
    {
        _journal!.Dispose();
        File.Delete(_path);
    }

    [Benchmark]
    public void Append() => _journal!.Append(_entry);
}
