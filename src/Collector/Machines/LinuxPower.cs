using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Machines;

/// <summary>Where a Linux machine's power comes from, and whether it is saving it.</summary>
internal static class LinuxPower
{
    /// <summary>
    /// On battery while a battery of the machine is discharging. A battery of a mouse or a headset says that it belongs to a device and is left out;
    /// a machine without any is not known about.
    /// </summary>
    public static bool? IsOnBattery(SystemFolders folders)
    {
        var supplies = Supplies(folders).ToList();
        var states = supplies.Where(supply => Word(supply, "type") is "Battery" or "UPS").Select(supply => Word(supply, "status")).ToList();
        if (states.Contains("Discharging", StringComparer.Ordinal))
            return true;
        var mains = supplies.Where(supply => Word(supply, "type") is "Mains").Select(supply => Word(supply, "online")).ToList();
        if (mains.Contains("1", StringComparer.Ordinal) || states.Exists(state => state is "Charging" or "Full" or "Not charging"))
            return false;
        return mains.Count > 0 && states.Count > 0 ? true : null;
    }

    /// <summary>One that says so is enough; false when the others say no; null when none has a word on it.</summary>
    public static bool? IsLowPowerMode(SystemFolders folders)
    {
        bool?[] said = [Profile(folders), .. Policies(folders).Select(Policy)];
        return said.Contains(true) ? true : said.Contains(false) ? false : null;
    }

    /// <summary>"quiet" and "cool" slow it down for another reason, and "custom" says nothing.</summary>
    private static bool? Profile(SystemFolders folders) => KernelFile.Name(Path.Combine(folders.Sys, "firmware", "acpi", "platform_profile")) switch
    {
        "low-power" => true,
        "balanced" or "balanced-performance" or "performance" or "max-power" => false,
        _ => null,
    };

    /// <summary>
    /// Under intel_pstate and amd-pstate-epp "powersave" is the governor of every day, and the preference tells whether power is saved.
    /// Under any other driver it nails the processor to its lowest frequency.
    /// </summary>
    private static bool? Policy(string policy) => (Word(policy, "energy_performance_preference"), Word(policy, "scaling_governor")) switch
    {
        ("power", _) => true,
        (not null, _) => false,
        (null, "powersave") => Word(policy, "scaling_driver") is "intel_pstate" ? false : true,
        (null, not null) => false,
        _ => null,
    };

    private static IEnumerable<string> Policies(SystemFolders folders) => DeviceFolders.In(Path.Combine(folders.Sys, "devices", "system", "cpu", "cpufreq"), "policy");

    private static IEnumerable<string> Supplies(SystemFolders folders)
    {
        var folder = Path.Combine(folders.Sys, "class", "power_supply");
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(supply => Word(supply, "scope") is not "Device") : [];
    }

    private static string? Word(string folder, string file) => KernelFile.Name(Path.Combine(folder, file));
}
