namespace LlmObs.Collector.Tests;

public sealed class CollectorCommandTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--interval", "99ms", "--interval must be a time from 100ms to 60s")]
    [InlineData("--interval", "61s", "not \"61s\"")]
    [InlineData("--interval", "1", "such as 1s or 250ms")]
    [InlineData("--interval", "often", "not \"often\"")]
    [InlineData("--port", "70000", "--port must be 0 to 65535, not 70000.")]
    [InlineData("--port", "-1", "--port must be 0 to 65535")]
    [InlineData("--port", "http", "'http'")]
    [InlineData("--speed", "3", "'--speed'")]
    public async Task A_value_that_makes_no_sense_is_told_on_one_line_and_ends_with_the_users_exit_code(string name, string value, string told)
    {
        var (exitCode, output, error) = await RunAsync(name, value);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(told, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_what_to_do()
    {
        await using var other = await RunningCollector.StartAsync();

        var (exitCode, _, error) = await RunAsync("--port", $"{other.Address.Port}");

        Assert.Equal(2, exitCode);
        Assert.Equal($"llmobs-collector: port {other.Address.Port} is taken, perhaps by another Collector. Choose another with --port, or --port 0 for a free one.\n", error);
    }

    [Fact]
    public async Task Asked_to_show_it_lists_the_sensors_and_ends()
    {
        var (exitCode, output, error) = await RunAsync("--show");

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.StartsWith("memory", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_where_it_is_and_ends_cleanly_when_asked_to()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stopped);
        await using var output = new FirstLine(stop);

        var exitCode = await CollectorCommand.RunAsync(["--port", "0", "--interval", "250ms"], output, TextWriter.Null, stop.Token);

        Assert.Equal(0, exitCode);
        Assert.Matches(@"^The Collector is at http://127\.0\.0\.1:\d+/ – a sample every 250 ms", output.Text);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CollectorCommand.RunAsync(args, output, error, Stopped);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asks to stop once a line was said.</summary>
    private sealed class FirstLine(CancellationTokenSource stop) : StringWriter
    {
        public string Text => ToString();

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            await stop.CancelAsync();
        }
    }
}
