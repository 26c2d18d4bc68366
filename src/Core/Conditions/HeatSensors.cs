namespace LlmObs.Conditions;

/// <summary>Which temperatures say whether a machine computes slower: those of disks and radios do not, and a disk stays warm long after it was read.</summary>
internal static class HeatSensors
{
    /// <summary>First words of a sensor's name: the kernel's drivers of disks, memory sticks and network cards.</summary>
    private static readonly string[] OfOthers = ["nvme", "drivetemp", "spd5118", "jc42", "iwlwifi", "ath10k", "ath11k", "mt7921", "mt7925", "r8169", "mlx5"];

    public static bool Counts(string sensor) => !OfOthers.Any(other => sensor.StartsWith(other, StringComparison.OrdinalIgnoreCase));
}
