using System.Globalization;

namespace LlmObs.Collector.Samples;

/// <summary>The time asked for in <c>/samples?from=…&amp;to=…</c>; an end left out is open.</summary>
internal sealed record SampleRange(DateTimeOffset From, DateTimeOffset To)
{
    private const string WhatToWrite = "Write a time with its zone, such as 2026-11-24T21:30:00Z or 2026-11-24T21:30:00.250Z; in an address the + of +01:00 is %2B.";
    private static readonly string[] Known = ["from", "to"];
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Null with problems by the name of what was asked.</summary>
    public static SampleRange? Read(IQueryCollection query, IDictionary<string, string[]> problems)
    {
        foreach (var name in query.Keys.Except(Known, StringComparer.Ordinal))
            problems[name] = [$"There is no \"{name}\" here, only from and to."];
        var range = new SampleRange(Time(query, "from", problems) ?? DateTimeOffset.MinValue, Time(query, "to", problems) ?? DateTimeOffset.MaxValue);
        if (problems.Count == 0 && range.From > range.To)
            problems["from"] = [$"from ({query["from"]}) lies after to ({query["to"]}). Write the earlier time as from."];
        return problems.Count == 0 ? range : null;
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name, IDictionary<string, string[]> problems)
    {
        if (!query.TryGetValue(name, out var text))
            return null;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        problems[name] = [$"\"{text}\" is not a time. {WhatToWrite}"];
        return null;
    }
}
