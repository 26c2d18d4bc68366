namespace LlmObs.AppHost;

/// <summary>What <c>GET /api/state</c> of the Runner tells; members not listed are of no use here.</summary>
/// <param name="Text">What happens or has to be done next.</param>
/// <param name="Session">The session under way.</param>
/// <param name="RequestsDone">How many of its measured requests have ended.</param>
/// <param name="RequestsPlanned">How many it has.</param>
/// <param name="Ended">How the last one ended; null while none has.</param>
public sealed record RunnerState(string Text, string? Session, int RequestsDone, int RequestsPlanned, EndedSession? Ended);

/// <param name="Session">The session's folder name; for one that could not start, a word for the attempt.</param>
/// <param name="ExitCode">0 good, 1 something failed, 2 could not start, 130 interrupted.</param>
/// <param name="Text">The result as a table, or the reasons.</param>
public sealed record EndedSession(string Session, int ExitCode, string Text);
