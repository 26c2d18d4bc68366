using System.Globalization;

namespace LlmObs.Plans;

/// <summary>An amount of bytes. Written with its unit: files in GB (10⁹ bytes), memory in GiB (2³⁰ bytes).</summary>
public readonly record struct DataSize(long Bytes) : IComparable<DataSize>
{
    private static readonly (string Unit, double Factor)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1),
    ];

    public double Gibibytes => Bytes / (double)(1L << 30);

    /// <summary>Reads "130 GB" or "4.5 GiB". The unit is required and its case counts.</summary>
    public static bool TryParse(string text, out DataSize size)
    {
        size = default;
        foreach (var (unit, factor) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            var isNumber = double.TryParse(text[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
            if (!isNumber || number * factor > long.MaxValue)
                return false;
            size = new DataSize((long)Math.Round(number * factor));
            return true;
        }
        return false;
    }

    public int CompareTo(DataSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The largest decimal unit that keeps the number at 1 or more, as for files: "130 GB".</summary>
    public override string ToString() => Format(1000, "B", "kB", "MB", "GB", "TB");

    /// <summary>The largest binary unit that keeps the number at 1 or more, as for memory: "121.1 GiB".</summary>
    public string ToBinaryString() => Format(1024, "B", "KiB", "MiB", "GiB", "TiB");

    /// <summary>The largest unit that loses nothing, so that a plan is written as it was read.</summary>
    public string ToExactString()
    {
        var bytes = Bytes;
        foreach (var (unit, factor) in Units.Where(unit => bytes >= unit.Factor).OrderByDescending(unit => unit.Factor))
        {
            var tenths = (decimal)bytes * 10 / (decimal)factor;
            if (tenths == decimal.Truncate(tenths))
                return string.Create(CultureInfo.InvariantCulture, $"{tenths / 10:0.#} {unit}");
        }
        return "0 B";
    }

    private string Format(double step, params ReadOnlySpan<string> units)
    {
        var (number, unit) = ((double)Bytes, 0);
        for (; number >= step && unit < units.Length - 1; unit++)
            number /= step;
        return string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {units[unit]}");
    }
}
