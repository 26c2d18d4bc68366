using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using LlmObs.Hardware;

namespace LlmObs.Runner.Sessions;

/// <summary>Reads what is known of this machine without rights and without waiting.</summary>
internal static class ThisMachine
{
    public static Machine Read(TimeProvider clock) => new()
    {
        OperatingSystem = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.OSArchitecture.ToString(),
        Processor = Processor(),
        LogicalProcessors = Environment.ProcessorCount,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ClockResolutionSeconds = 1.0 / clock.TimestampFrequency,
    };

    private static string? Processor()
    {
        if (OperatingSystem.IsMacOS())
            return Ask("sysctl", "-n machdep.cpu.brand_string");
        const string cpus = "/proc/cpuinfo";
        return File.Exists(cpus)
            ? File.ReadLines(cpus).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
    }

    private static string? Ask(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false });
            return process?.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } answer ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
