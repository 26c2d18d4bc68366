namespace LlmObs.Runner.Tests.Cli;

/// <summary>The folder of a session of one request, measured once for all tests of a class.</summary>
public sealed class MeasuredSession : IAsyncLifetime
{
    private readonly CommandLine _llmobs = new();

    public async ValueTask InitializeAsync()
    {
        var told = await _llmobs.RunAsync("run", "--quiet", "--server", "simulator", "--model", "demo-coder@q8_0", "--requests", "1", "--warmup", "0");
        Assert.True(told.ExitCode == 0, told.ToString());
    }

    public void CopyTo(string results)
    {
        var copy = Directory.CreateDirectory(Path.Combine(results, Path.GetFileName(_llmobs.Session))).FullName;
        foreach (var file in Directory.GetFiles(_llmobs.Session))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    }

    public ValueTask DisposeAsync()
    {
        _llmobs.Dispose();
        return ValueTask.CompletedTask;
    }
}
