using System.Collections.Concurrent;
using System.Diagnostics;
using LlmObs.AppHost.Monitoring;

namespace LlmObs.AppHost.Tests;

/// <summary>The README's command as a process of its own session, as a terminal starts it. All it starts carries a mark in its environment.</summary>
internal sealed class StartedAppHost : IAsyncDisposable
{
    /// <summary>The collection of the test classes that start one: side by side they would only wait for each other.</summary>
    public const string OneAtATime = "app hosts";

    private const string MarkVariable = "LLMOBS_TEST_MARK";

    /// <summary>Some 30 s on two idle cores.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;

    public StartedAppHost(string workingFolder, params string[] arguments)
        : this(Environment.GetEnvironmentVariable("PATH")!, workingFolder, arguments)
    {
    }

    /// <param name="path">The PATH it sees.</param>
    /// <param name="workingFolder">Where it runs and keeps its figures.</param>
    /// <param name="arguments">Those of the app host.</param>
    public StartedAppHost(string path, string workingFolder, string[] arguments)
    {
        var env = new OnPath(Environment.GetEnvironmentVariable("PATH")).Find("env")!;
        var project = Path.Combine(Repository.Folder, "src", "AppHost");
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)) == "release" ? "Release" : "Debug";
        // a test run in the background may ignore SIGINT, and its children would too
        var start = new ProcessStartInfo("setsid", [env, "--default-signal=INT", "dotnet", "run", "--project", project, "--configuration", configuration, "--no-build", "--", $"--Data:Directory={System.IO.Path.Combine(workingFolder, "data")}", .. arguments])
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [MarkVariable] = _mark, ["PATH"] = path },
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said => string.Join('\n', _lines);

    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(EndLimit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Assert.Fail($"It has not ended after {EndLimit.TotalSeconds} s. It said:\n{Said}");
        }
        return _process.ExitCode;
    }

    public Task SaysAsync(string words, CancellationToken cancellationToken) => UntilAsync(() => Said.Contains(words, StringComparison.Ordinal), TimeSpan.FromSeconds(60), cancellationToken);

    /// <summary>Until nothing that it started is left: how long that took. Fails after the limit.</summary>
    public Task<TimeSpan> GoneAsync(TimeSpan limit, CancellationToken cancellationToken) => UntilAsync(() => Left().Count == 0, limit, cancellationToken);

    /// <summary>What Ctrl-C in a terminal does.</summary>
    public async Task InterruptAsync(CancellationToken cancellationToken) => await SignalAsync("INT", $"-{_process.Id}", cancellationToken);

    /// <summary>Ends what has this name among all it started, as a crash would.</summary>
    public async Task KillAsync(string program, CancellationToken cancellationToken)
    {
        foreach (var found in Left().Where(process => NameOf(process) == program))
            await SignalAsync("KILL", $"{found}", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var left in Left())
            await SignalAsync("KILL", $"{left}", CancellationToken.None);
        _process.Dispose();
    }

    private static async Task SignalAsync(string signal, string target, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-s", signal, "--", target]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    private List<int> Left() => [.. Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!).Where(name => char.IsAsciiDigit(name[0])).Where(IsMarked).Select(int.Parse)];

    /// <summary>The file it was started from: a process may call itself anything.</summary>
    private static string? NameOf(int process)
    {
        try
        {
            return System.IO.Path.GetFileName(File.ResolveLinkTarget($"/proc/{process}/exe", returnFinalTarget: false)?.FullName);
        }
        catch (IOException)
        {
            // it has ended meanwhile
            return null;
        }
    }

    private bool IsMarked(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Contains($"{MarkVariable}={_mark}", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // ended meanwhile, or another user's: not one of ours
            return false;
        }
    }

    public async Task<TimeSpan> UntilAsync(Func<bool> isSo, TimeSpan limit, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < limit, $"It did not come within {limit}. Left: {string.Join(", ", Left())}. It said:\n{Said}");
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
        }
        return TimeProvider.System.GetElapsedTime(begun);
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
