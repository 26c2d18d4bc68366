using System.Globalization;
using LlmObs.Runner.Host;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Host;

/// <summary>With a program that stands in for macOS's: the real one is nowhere but on a Mac.</summary>
public sealed class KeptAwakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-awake-").FullName;
    private readonly List<string> _told = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_machine_is_held_awake_for_as_long_as_a_session_lasts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No shell script runs here.");
        var told = Path.Combine(_folder, "told");

        int pid;
        using (KeptAwake.Hold(Script($"echo $$ $@ > {told}.draft; mv {told}.draft {told}; exec sleep 600"), _told.Add))
        {
            await WhenAsync(() => File.Exists(told));
            var words = (await File.ReadAllTextAsync(told, Cancel)).Trim().Split(' ', 2);
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"-i -m -w {Environment.ProcessId}"), words[1]);
            pid = int.Parse(words[0], CultureInfo.InvariantCulture);
            Assert.True(Lives(pid));
        }

        await WhenAsync(() => !Lives(pid));
        Assert.Empty(_told);
    }

    [Fact]
    public void Where_the_program_is_missing_that_is_told_and_nothing_else_happens()
    {
        using var awake = KeptAwake.Hold(Path.Combine(_folder, "nothing"), _told.Add);

        Assert.Null(awake);
        Assert.StartsWith("This machine may fall asleep meanwhile:", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_on_a_real_server_holds_it_and_one_on_the_Simulator_does_not()
    {
        await using var bench = await SessionBench.StartAsync();
        var request = bench.Request(SessionPlans.Of(SessionPlans.Q8)) with { KeepsAwake = Path.Combine(_folder, "nothing") };
        var real = new DisturbedServer(bench.Server);
        real.Identity = real.Identity with { IsSimulated = false };

        await bench.RunAsync(bench.Server, request, Cancel);
        Assert.DoesNotContain(bench.Seen.Notices, notice => notice.Contains("asleep", StringComparison.Ordinal));
        await bench.RunAsync(real, request, Cancel);

        Assert.Contains(bench.Seen.Notices, notice => notice.Contains("asleep", StringComparison.Ordinal));
    }

    private string Script(string body)
    {
        var path = Path.Combine(_folder, "hold");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static bool Lives(int pid) => Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task WhenAsync(Func<bool> isSo)
    {
        for (var look = 0; look < 200 && !isSo(); look++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        Assert.True(isSo());
    }
}
