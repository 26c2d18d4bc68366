using System.Globalization;

namespace LlmObs.Collector.Sensors;

/// <summary>Two disks of one make have sensors of one name: the second is called "nvme Composite 2".</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Take(string name)
    {
        var free = name;
        for (var number = 2; !_taken.Add(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
        return free;
    }
}
