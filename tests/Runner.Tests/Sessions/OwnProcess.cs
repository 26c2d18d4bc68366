using System.Diagnostics;
using LlmObs.Runner.Tests.Cli;
using LlmObs.Runner.Tests.LlamaCpp;

namespace LlmObs.Runner.Tests.Sessions;

/// <summary>The tool in a process of its own, which is killed when it is disposed: no failed test leaves one behind.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OwnProcess(Process process) => (_process, Said) = (process, LastLines.Of(process));

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Its last lines, for messages.</summary>
    public LastLines Said { get; }

    public static OwnProcess Start(params string[] arguments) =>
        new(Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "llmobs.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Clone.Root,
        })!);

    /// <summary>Returns when it is done and all went well.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It is not done. {Said}");
        }
        Assert.True(_process.ExitCode == 0, $"Exit code {_process.ExitCode}. {Said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
