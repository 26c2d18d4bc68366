using System.Diagnostics;
using System.Reflection;
using System.Text;
using LlmObs.Measurements;
using LlmObs.Runner.Servers.Streaming;

namespace LlmObs.Runner.Tests.Servers.Streaming;

/// <summary>What one more chunk costs the reader: a garbage collection while a stream is measured would be a gap nobody sent.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] Chunk = Encoding.UTF8.GetBytes("""
        data: {"id":"chatcmpl-XVWCxXKGt8G4CuYmm1fo69oq4jpxcN0E","object":"chat.completion.chunk","created":1795530418,"model":"unsloth\/some-model","system_fingerprint":"b11669","choices":[{"index":0,"delta":{"content":" wörd\n"},"finish_reason":null}],"usage":null}


        """.ReplaceLineEndings("\n"));

    /// <summary>Bytes. A build without optimisation makes an object of the state of each of the two awaits; a string more would still show.</summary>
    private static readonly double Ceiling = typeof(StampingStream).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true } ? 320 : 16;

    [Fact]
    public async Task A_chunk_is_read_without_an_object_of_its_own()
    {
        await ReadAsync(1_000);
        var few = await ReadAsync(1_000);
        var many = await ReadAsync(11_000);

        var each = (many - few) / 10_000.0;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:0.000} bytes a chunk");
        Assert.InRange(each, 0, Ceiling);
    }

    /// <summary>Bytes allocated from the first read to the last; room for the events is made before, as the request's length is known.</summary>
    private static async Task<long> ReadAsync(int chunks)
    {
        await using var connection = new StampingStream(new RepeatedStream(Chunk, chunks), TimeProvider.System);
        using var attempt = new StreamAttempt(Reading.Request with { MaxTokens = 11_000 }, TimeProvider.System, TestContext.Current.CancellationToken);
        attempt.Begin();
        await connection.WriteAsync(Chunk, TestContext.Current.CancellationToken);
        var body = attempt.Body(connection);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = ResponseReader.ReadAsync(body, attempt.Record, attempt.SinceSent, attempt.Token);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(reading.IsCompletedSuccessfully, "It left this thread, so the figure is not whole.");
        Assert.Equal(StreamEnd.EndOfStream, await reading);
        Assert.Equal(chunks, attempt.Record.EventCount);
        return allocated;
    }
}
