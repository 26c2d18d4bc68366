namespace LlmObs.Conditions;

/// <summary>Something that may have made a run slower. Its figures stay in: a reader is told, and nothing is dropped.</summary>
/// <param name="Reason">What was seen, with its figures.</param>
public sealed record RunFlag(RunFlagKind Kind, string Reason);

public enum RunFlagKind
{
    /// <summary>The machine ran slower against heat.</summary>
    Throttled,

    /// <summary>Memory went to swap or came back from it.</summary>
    Swapped,

    /// <summary>The machine slept, or its wall clock was set.</summary>
    Slept,

    /// <summary>Something happened to the model in memory while it was measured, or another one came in beside it.</summary>
    Disturbed,

    /// <summary>The block began before the machine was near its idle self.</summary>
    BeganWarm,

    /// <summary>The server worked for somebody else as well.</summary>
    Shared,
}
