using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LlmObs.Runner.Host;

/// <summary>
/// Keeps a Mac from sleeping while it measures or fetches: macOS's own <c>caffeinate</c> does, and ends with this process however that ends.
/// Other systems are left to their own settings; where one slept all the same, that shows in the clocks.
/// </summary>
internal sealed class KeptAwake : IDisposable
{
    private const string Caffeinate = "/usr/bin/caffeinate";
    private readonly Process _holder;

    private KeptAwake(Process holder) => _holder = holder;

    /// <summary>Null where nothing holds it.</summary>
    /// <param name="program">Null on a system that has none.</param>
    /// <param name="tell">Is told when it cannot be held.</param>
    public static KeptAwake? Hold(string? program, Action<string> tell)
    {
        if (program is null)
            return null;
        // -i: no idle sleep; -m: no sleep of disks, which hold models that are still to be loaded; -w: for as long as this process lives
        string[] arguments = ["-i", "-m", "-w", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];
        try
        {
            return new KeptAwake(Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!);
        }
        catch (Win32Exception missing)
        {
            tell($"This machine may fall asleep meanwhile: {program} could not be started ({missing.Message}).");
            return null;
        }
    }

    /// <summary>The program of this system, if it has one.</summary>
    public static string? OfThisSystem => OperatingSystem.IsMacOS() ? Caffeinate : null;

    public void Dispose()
    {
        if (!_holder.HasExited)
            _holder.Kill();
        _holder.Dispose();
    }
}
