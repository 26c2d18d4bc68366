namespace LlmObs.Conditions;

/// <summary>Where the weights of a load came from. Their times are never averaged together.</summary>
public enum LoadKind
{
    /// <summary>From the disk.</summary>
    First,

    /// <summary>Some of it from the disk.</summary>
    Partly,

    /// <summary>From the system's page cache.</summary>
    Cached,
}

/// <summary>Tells them apart by the bytes that were really read from disks, by whomever, over the size of the model's files.</summary>
public static class LoadKinds
{
    public const double LeastFirst = 0.5;

    public const double MostCached = 0.1;

    /// <summary>Null where one of the two is not known.</summary>
    public static double? Share(long? bytesRead, long? fileSize) => fileSize > 0 ? (double?)bytesRead / fileSize : null;

    public static LoadKind? Of(double? share) => share switch
    {
        null => null,
        >= LeastFirst => LoadKind.First,
        <= MostCached => LoadKind.Cached,
        _ => LoadKind.Partly,
    };
}
