using System.Diagnostics;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The clone these tests were built from.</summary>
internal static class Clone
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>What <c>dotnet</c> writes to standard output.</summary>
    public static async Task<string> DotnetAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = Root };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "LlmObs.sln")) ? folder.FullName : Find(folder.Parent!);
}
