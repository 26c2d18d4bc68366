using System.Diagnostics;

namespace LlmObs.Dashboards.Tests.Prometheus;

/// <summary>The real prometheus and promtool on the PATH. Absent: the tests skip, or fail where they are required.</summary>
internal static class PrometheusTools
{
    private const string RequiredVariable = "LLMOBS_REQUIRE";

    public static string? Server { get; } = OnPath("prometheus");

    public static string? Tool { get; } = OnPath("promtool");

    /// <summary>First line of each test that needs them.</summary>
    public static void Demand()
    {
        var isThere = Server is not null && Tool is not null;
        if (Environment.GetEnvironmentVariable(RequiredVariable)?.Contains("prometheus", StringComparison.Ordinal) == true)
            Assert.True(isThere, WhyNot);
        Assert.SkipUnless(isThere, WhyNot);
    }

    /// <summary>What promtool said, having said that all is well.</summary>
    public static Task<string> CheckAsync(string[] arguments, CancellationToken cancellationToken) => CheckAsync(arguments, "", cancellationToken);

    public static async Task<string> CheckAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool!, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        var said = await output + await error;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    private static string WhyNot => "No prometheus and promtool on the PATH: apt-get install prometheus, or brew install prometheus.";

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)).FirstOrDefault(File.Exists);
}
