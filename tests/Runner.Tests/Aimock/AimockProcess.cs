using System.Diagnostics;
using System.Text.RegularExpressions;
using LlmObs.Runner.Tests.LlamaCpp;

namespace LlmObs.Runner.Tests.Aimock;

/// <summary>A mock server that nobody here wrote: the npm package @copilotkit/aimock, with fixtures of ours, on a port the system chose.</summary>
internal sealed partial class AimockProcess : IAsyncDisposable
{
    public const string FolderVariable = "LLMOBS_AIMOCK_DIR";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LastLines _said;

    private AimockProcess(Process process)
    {
        _process = process;
        _said = LastLines.Of(process, line =>
        {
            if (Listening().Match(line) is { Success: true } match)
                _address.TrySetResult(new Uri(match.Value));
        });
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>First line of each test that needs it: skips with the reason, or fails where it is required.</summary>
    public static string Demand()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        var program = Path.Combine(folder ?? "", "node_modules", "@copilotkit", "aimock", "dist", "cli.js");
        var isThere = folder is not null && File.Exists(program);
        var whyNot = $"No {program}: run npm install --prefix FOLDER @copilotkit/aimock and set {FolderVariable} to that folder.";
        if (Environment.GetEnvironmentVariable("LLMOBS_REQUIRE")?.Contains("aimock", StringComparison.Ordinal) is true)
            Assert.True(isThere, whyNot);
        Assert.SkipUnless(isThere, whyNot);
        return program;
    }

    public static async Task<AimockProcess> StartAsync(string program, params string[] arguments)
    {
        var fixtures = Path.Combine(AppContext.BaseDirectory, "Aimock", "Fixtures");
        var started = new AimockProcess(Process.Start(new ProcessStartInfo("node", [program, "--port", "0", "--fixtures", fixtures, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        try
        {
            started.Address = await started._address.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
            return started;
        }
        catch (TimeoutException late)
        {
            var said = started._said.ToString();
            await started.DisposeAsync();
            throw new InvalidOperationException($"It does not listen:\n{said}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
