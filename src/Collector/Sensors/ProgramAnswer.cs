using System.ComponentModel;
using System.Diagnostics;

namespace LlmObs.Collector.Sensors;

/// <summary>What a small program of the system says when it is asked once. It never costs more time than it is given.</summary>
internal sealed record ProgramAnswer(int ExitCode, string Text)
{
    /// <exception cref="InvalidDataException">It is not there, or has not ended in that time and was ended.</exception>
    public static ProgramAnswer Of(string program, IReadOnlyList<string> arguments, TimeSpan limit)
    {
        var command = $"{program} {string.Join(' ', arguments)}";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            return Read(process, limit) ?? throw new InvalidDataException($"{command} gave no answer in {limit.TotalSeconds} s.");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidDataException($"{command} cannot be started: {missing.Message}", missing);
        }
    }

    private static ProgramAnswer? Read(Process process, TimeSpan limit)
    {
        // both are read, so that neither fills up; what it complains of is told by its exit code
        var (text, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (Task.WaitAll([text, complaint], limit) && process.WaitForExit(limit))
            return new ProgramAnswer(process.ExitCode, text.Result);
        process.Kill(entireProcessTree: true);
        return null;
    }
}
