using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmObs.Simulator.Hazards;

/// <summary>Writes scenarios down: <c>Stream("name", …).Role().Wait().Token("Hello").…</c></summary>
internal sealed class HazardScript(string name, string what, string seenAt, bool isChunked)
{
    public const string GoodHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<HazardStep> _steps = [];
    private readonly StringBuilder _answer = new();
    private readonly StringBuilder _reasoning = new();
    private int? _firstToken;
    private int? _lastToken;
    private string? _finishReason;
    private HazardUsage? _usage;
    private string? _model;
    private TimeSpan? _retryAfter;
    private TimeSpan? _idleLimit;
    private TimeSpan? _totalLimit;
    private int _malformed;
    private string? _repeated;

    /// <summary>A good 200 whose events come in HTTP chunks.</summary>
    public static HazardScript Stream(string name, string what, string seenAt) => new HazardScript(name, what, seenAt, isChunked: true)
        .Raw(GoodHead);

    /// <summary>An answer written byte for byte.</summary>
    public static HazardScript Http(string name, string what, string seenAt) => new(name, what, seenAt, isChunked: false);

    public HazardScript Raw(string text) => Raw(Encoding.UTF8.GetBytes(text));

    public HazardScript Raw(byte[] bytes)
    {
        _steps.Add(new HazardStep.Write(bytes));
        return this;
    }

    /// <summary>Part of the event stream, framed as the answer demands.</summary>
    public HazardScript Send(string events) => Send(Encoding.UTF8.GetBytes(events));

    public HazardScript Send(byte[] events) => Raw(isChunked ? HttpChunk(events) : events);

    public HazardScript Wait(double times = 1)
    {
        _steps.Add(new HazardStep.Wait(Pause * times));
        return this;
    }

    public HazardScript Role() => Send(Event(Chunk("""{"role":"assistant","content":""}""")));

    /// <summary>An answer token in an event of its own.</summary>
    public HazardScript Token(string text) => Send(Event(Answer(text))).Shows(answer: text);

    public HazardScript Thought(string text) => Send(Event(Chunk($$$"""{"reasoning_content":{{{Quote(text)}}}}"""))).Shows(reasoning: text);

    public HazardScript Finish(string reason = "stop") => Send(Event(Chunk("{}", reason))).Finishes(reason);

    /// <summary>Usage in a chunk of its own with empty choices.</summary>
    public HazardScript Usage(int tokens) => Send(Event($$$"""{"choices":[]{{{UsageMember(9, tokens)}}}}""")).Counts(new HazardUsage(9, tokens));

    public HazardScript Done() => Send("data: [DONE]\n\n");

    /// <summary>The last HTTP chunk.</summary>
    public HazardScript End() => Raw("0\r\n\r\n");

    /// <summary>Finish, [DONE], last HTTP chunk.</summary>
    public HazardScript EndWell() => Finish().Done().End();

    /// <summary>The same so many times.</summary>
    public HazardScript Again(int times, Func<HazardScript, HazardScript> part) => Enumerable.Range(0, times).Aggregate(this, (script, _) => part(script));

    public HazardScript Then(HazardStep step)
    {
        _steps.Add(step);
        return this;
    }

    /// <summary>The last write completed text that a client must show.</summary>
    public HazardScript Shows(string answer = "", string reasoning = "")
    {
        _answer.Append(answer);
        _reasoning.Append(reasoning);
        _lastToken = _steps.OfType<HazardStep.Write>().Count() - 1;
        _firstToken ??= _lastToken;
        return this;
    }

    /// <summary>Text that a client must show though no event completed it.</summary>
    public HazardScript Shown(string answer)
    {
        _answer.Append(answer);
        return this;
    }

    public HazardScript Finishes(string reason)
    {
        _finishReason = reason;
        return this;
    }

    public HazardScript Counts(HazardUsage usage)
    {
        _usage = usage;
        return this;
    }

    public HazardScript Names(string model)
    {
        _model = model;
        return this;
    }

    public HazardScript AsksToWait(TimeSpan retryAfter)
    {
        _retryAfter = retryAfter;
        return this;
    }

    /// <summary>The last write held an event that is no JSON.</summary>
    public HazardScript IsMalformed()
    {
        _malformed++;
        return this;
    }

    /// <summary>From here on the last write's text comes again and again.</summary>
    public HazardScript Repeats(string answer)
    {
        _repeated = answer;
        return Then(new HazardStep.RepeatForever());
    }

    /// <summary>The outcome holds for a client that is this patient.</summary>
    public HazardScript ForPatience(TimeSpan? idle = null, TimeSpan? total = null)
    {
        (_idleLimit, _totalLimit) = (idle, total);
        return this;
    }

    public Hazard Is(string outcome, string? code = null, string? says = null) => new()
    {
        Name = name,
        What = what,
        SeenAt = seenAt,
        Steps = [.. _steps],
        IdleLimit = _idleLimit,
        TotalLimit = _totalLimit,
        Expected = new HazardExpectation
        {
            Outcome = outcome,
            Code = code,
            ReasonContains = says,
            Answer = _answer.ToString(),
            RepeatedAnswer = _repeated,
            Reasoning = _reasoning.ToString(),
            FinishReason = _finishReason,
            Usage = _usage,
            Model = _model,
            RetryAfter = _retryAfter,
            MalformedEvents = _malformed,
            FirstTokenWrite = _firstToken,
            LastTokenWrite = _lastToken,
        },
    };

    public static byte[] HttpChunk(string body) => HttpChunk(Encoding.UTF8.GetBytes(body));

    public static byte[] HttpChunk(byte[] body) => [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n"u8];

    public static string UsageMember(int promptTokens, int completionTokens) =>
        $$""","usage":{"prompt_tokens":{{promptTokens}},"completion_tokens":{{completionTokens}},"total_tokens":{{promptTokens + completionTokens}}}""";

    public static string Event(string json) => $"data: {json}\n\n";

    public static string Answer(string text) => Chunk($$$"""{"content":{{{Quote(text)}}}}""");

    public static string Quote(string text) => JsonSerializer.Serialize(text, Json);

    /// <param name="delta">As JSON.</param>
    /// <param name="finishReason">Null while it goes on.</param>
    /// <param name="beside">More members, as JSON, with a leading comma.</param>
    public static string Chunk(string delta, string? finishReason = null, string beside = "") =>
        $$"""{"id":"hazard","object":"chat.completion.chunk","model":"hazard","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{(finishReason is null ? "null" : Quote(finishReason))}}}]{{beside}}}""";
}
