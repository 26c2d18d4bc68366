using System.Diagnostics;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Servers;
using LlmObs.Simulator;
using LlmObs.Simulator.Options;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The program as a process of its own whose terminal is closed in the middle: what was the owner's comes back.</summary>
public sealed class ClosedTerminalTests : IDisposable
{
    private const string Owners = "demo-coder@q4_k_m";
    private const string Hangup = "-HUP";
    private readonly CommandLine _llmobs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _llmobs.Dispose();

    [Theory]
    [InlineData(Hangup, 1)]
    [InlineData(Hangup, 3)]
    [InlineData("-TERM", 1)]
    public async Task It_ends_cleanly_and_the_owners_model_is_in_memory_again(string signal, int times)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No such signals here.");
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 2 }, Cancel);
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, Cancel);
        await LoadOwnersAsync(server);
        using var process = Start(["run", "quick", "--json", "--yes", "--server", simulator.Address.ToString(), "--output", _llmobs.Results]);
        await AwaitMeasuredAsync(process);

        for (var count = 0; count < times; count++)
            await SendAsync(signal, process);
        var rest = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await rest;
        await process.WaitForExitAsync(Cancel);

        Assert.True(process.ExitCode == ExitCodes.Interrupted, $"{process.ExitCode} {errors}");
        Assert.Contains(signal == Hangup ? "Stopping: the terminal was closed. What was measured is kept." : "Stopping: what was measured is kept.", errors, StringComparison.Ordinal);
        var held = Assert.Single((await server.ListModelsAsync(Cancel)).SelectMany(model => model.Instances.Select(instance => (model.Key, instance.ContextTokens))));
        Assert.Equal((Owners, 8192), held);
    }

    [Fact]
    public async Task Where_its_starter_ignores_a_closed_terminal_as_nohup_does_it_measures_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No such signals here.");
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeScale = 5 }, Cancel);
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(simulator.Address, null, Cancel);
        using var process = Start(["run", "quick", "--json", "--yes", "--server", simulator.Address.ToString(), "--output", _llmobs.Results], ignoresHangup: true);
        await AwaitMeasuredAsync(process);

        await SendAsync(Hangup, process);
        var rest = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);

        Assert.True(process.ExitCode == ExitCodes.Good, $"{process.ExitCode} {errors}");
        Assert.Contains("\"phase\":\"measure\"", await rest, StringComparison.Ordinal);
    }

    private static async Task LoadOwnersAsync(ILlmServer server) =>
        await server.LoadAsync((await server.ListModelsAsync(Cancel)).First(model => model.Key == Owners), new LoadOptions { ContextTokens = 8192 }, Cancel);

    private static Process Start(string[] args, bool ignoresHangup = false)
    {
        var start = new ProcessStartInfo(ignoresHangup ? "sh" : "dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var program = Path.Combine(AppContext.BaseDirectory, "llmobs.dll");
        string[] words = ignoresHangup ? ["-c", "trap '' HUP; exec dotnet \"$@\"", "sh", program, .. args] : [program, .. args];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    private static async Task AwaitMeasuredAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Contains("\"phase\":\"measure\"", StringComparison.Ordinal))
                return;
        }
        Assert.Fail("It ended before anything was measured.");
    }

    private static async Task SendAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
    }
}
