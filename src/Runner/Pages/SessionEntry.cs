using LlmObs.Results;

namespace LlmObs.Runner.Pages;

/// <summary>A session folder as the list shows it.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Header">Null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
/// <param name="Progress">How far it has come; null where that is not known.</param>
public sealed record SessionEntry(string Name, SessionHeader? Header, string? Problem, SessionProgress? Progress)
{
    /// <summary>Something is left to measure, so that one can go on with it.</summary>
    public bool IsUnfinished => Progress is { IsOver: false };
}
