namespace LlmObs.Measurements;

/// <summary>One event of a stream as it was seen.</summary>
/// <param name="At">Since the request was sent: when the socket read that completed it returned.</param>
/// <param name="Read">Which socket read that was, from 0: events of one read share their time.</param>
/// <param name="Kinds">All that it carried.</param>
/// <param name="Bytes">Of its data, before any parsing.</param>
/// <param name="ReasoningBytes">UTF-8 bytes of thinking it added.</param>
/// <param name="AnswerBytes">UTF-8 bytes of answer it added.</param>
public readonly record struct TimelineEvent(TimeSpan At, int Read, EventKinds Kinds, int Bytes, int ReasoningBytes, int AnswerBytes)
{
    public int TextBytes => ReasoningBytes + AnswerBytes;
}

/// <summary>What an event of a stream carried; a finish event may carry text, so these combine.</summary>
[Flags]
public enum EventKinds
{
    Other = 0,
    Role = 1,
    Reasoning = 2,
    Answer = 4,
    Finish = 8,
    Usage = 16,
    ServerTimings = 32,
    Progress = 64,
    ToolCall = 128,
    Error = 256,
    Done = 512,
}
