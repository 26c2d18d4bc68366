using LlmObs.Results;

namespace LlmObs.Runner.Pages;

/// <summary>A session folder as the list shows it.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Header">Null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
/// <param name="HasSummary">Whether there is a comparison yet.</param>
public sealed record SessionEntry(string Name, SessionHeader? Header, string? Problem, bool HasSummary);
