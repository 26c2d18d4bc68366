using System.Text.Json;
using LlmObs.Measurements;

namespace LlmObs.Runner.Servers.Streaming;

/// <summary>What has been seen of one stream so far. The reader fills it; the timeline is made of it at the end.</summary>
/// <param name="expectedEvents">Room is made for so many before the clock starts; more may come.</param>
internal sealed class StreamRecord(int expectedEvents)
{
    private const int MostRoom = 16 << 10;
    private const int BytesPerEvent = 4;
    private readonly List<TimelineEvent> _events = new(RoomFor(expectedEvents));
    private readonly Utf8Text _content = new(RoomFor(expectedEvents) * BytesPerEvent);
    private readonly Utf8Text _reasoning = new(RoomFor(expectedEvents) * BytesPerEvent);
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    private int _contentBytes;
    private int _reasoningBytes;

    public string? ResponseId { get; set; }

    public string? ResponseModel { get; set; }

    public string? FinishReason { get; private set; }

    public string? Error { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>What the event under way carries.</summary>
    public EventKinds Kinds { get; set; }

    public TokenUsage? Usage { get; private set; }

    public ServerTimings? Timings { get; private set; }

    public int EventCount => _events.Count;

    /// <summary>The event under way has brought answer text: what repeats it does not count.</summary>
    public bool HasAnswer => _contentBytes > 0;

    /// <summary>The event under way has brought text.</summary>
    public bool HasText => _contentBytes + _reasoningBytes > 0;

    /// <summary>Takes one event's data; never throws for what a server sent.</summary>
    public void Take(string eventType, ReadOnlySpan<byte> data, TimeSpan at, int read)
    {
        (Kinds, _contentBytes, _reasoningBytes) = (EventKinds.Other, 0, 0);
        if (data.SequenceEqual("[DONE]"u8))
            (IsDone, Kinds) = (true, EventKinds.Done);
        else
            ParseOrKeep(eventType, data);
        _events.Add(new TimelineEvent(at, read, Kinds, data.Length, _reasoningBytes, _contentBytes));
    }

    public void AddContent(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        _contentBytes += _content.Append(raw, isEscaped);
        if (_contentBytes > 0)
            Kinds |= EventKinds.Answer;
    }

    /// <summary>Some servers send the same thinking under its old and its new name: an event's first counts.</summary>
    public void AddReasoning(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        if (_reasoningBytes > 0)
            return;
        _reasoningBytes += _reasoning.Append(raw, isEscaped);
        if (_reasoningBytes > 0)
            Kinds |= EventKinds.Reasoning;
    }

    public void Finish(string? reason)
    {
        if (reason is null or "")
            return;
        FinishReason = reason;
        Kinds |= EventKinds.Finish;
    }

    public void Report(TokenUsage? usage)
    {
        if (usage is null)
            return;
        Usage = usage;
        Kinds |= EventKinds.Usage;
    }

    public void Report(ServerTimings? timings)
    {
        if (timings is null)
            return;
        Timings = timings;
        Kinds |= EventKinds.ServerTimings;
    }

    public void Fail(JsonElement error) => Fail(ErrorText.Of(error));

    public void Fail(string error)
    {
        Error ??= error;
        Kinds |= EventKinds.Error;
    }

    /// <summary>The events and texts, with inline thinking taken apart from the answer.</summary>
    public (IReadOnlyList<TimelineEvent> Events, string Reasoning, string Answer) Split()
    {
        _reasoning.End();
        _content.End();
        _events.TrimExcess();
        return InlineThinking.Split(_events, _reasoning, _content);
    }

    /// <summary>Looks in a stream's last bytes for an error that the event parser hid. A finish reason says that there is none.</summary>
    public void FindHiddenError(ReadOnlySpan<byte> tail)
    {
        if (FinishReason is null && Error is null && StreamTail.Error(tail) is { } error)
            Fail(error);
    }

    private static int RoomFor(int events) => Math.Clamp(events, 64, MostRoom - 8) + 8;

    private void ParseOrKeep(string eventType, ReadOnlySpan<byte> data)
    {
        try
        {
            ChunkParser.Parse(data, this);
            if (string.Equals(eventType, "error", StringComparison.Ordinal) && Error is null)
                Fail(ErrorText.Of(data));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // the second one is the reader's word for half a surrogate pair
            KeepMalformed(eventType, data);
        }
    }

    private void KeepMalformed(string eventType, ReadOnlySpan<byte> data)
    {
        var words = data.Trim(Blanks);
        if (string.Equals(eventType, "error", StringComparison.Ordinal) || words.StartsWith("error"u8))
            Fail(ErrorText.Of(data));
        else if (words.SequenceEqual("[DONE]"u8))
            (IsDone, Kinds) = (true, EventKinds.Done);
        else if (!words.IsEmpty)
            Malformed++;
    }

    /// <summary>Events whose data was no JSON and no error either.</summary>
    public int Malformed { get; private set; }
}
