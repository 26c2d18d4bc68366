using CsCheck;
using LlmObs.Measurements;

namespace LlmObs.Tests.Measurements;

/// <summary>Any stream a server may send: reads at rising times with silent, thinking and answering events, with or without a count.</summary>
internal static class AnyTimeline
{
    private static readonly Gen<TimelineEvent> Event = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 40], (kind, bytes) => kind switch
    {
        0 => Timelines.Silent(0, 0),
        1 => Timelines.Reasoning(0, 0, bytes),
        2 => new TimelineEvent(TimeSpan.Zero, 0, EventKinds.Reasoning | EventKinds.Answer, 90, bytes, bytes),
        _ => Timelines.Answer(0, 0, bytes),
    });

    /// <summary>Reads have even numbers, so that a test can put others between.</summary>
    public static Gen<RequestTimeline> One { get; } = Gen.Select(
        Gen.Select(Gen.Long[1, 900_000], Event.Array[1, 4]).Array[0, 60], Gen.Long[0, 5_000_000], Count(), Prompt(), Stream);

    public static IReadOnlyList<TimelineEvent> Text(RequestTimeline timeline) => [.. timeline.Events.Where(seen => seen.TextBytes > 0)];

    private static RequestTimeline Stream((long Gap, TimelineEvent[] Events)[] reads, long tail, (bool IsNear, int Tokens)? count, (int Prompt, int? Cached)? prompt)
    {
        var (at, events) = (0L, new List<TimelineEvent>());
        for (var read = 0; read < reads.Length; read++)
        {
            at += reads[read].Gap;
            events.AddRange(reads[read].Events.Select(seen => seen with { At = TimeSpan.FromTicks(at), Read = 2 * read }));
        }
        var timeline = Timelines.Of(0, [.. events]) with { EndAt = TimeSpan.FromTicks(at + tail) };
        int? tokens = count is { } known ? Math.Max(0, known.Tokens + (known.IsNear ? Text(timeline).Count : 0)) : null;
        return timeline.With(tokens, prompt?.Prompt, prompt?.Cached);
    }

    /// <summary>None; about as many as events, where k₁ is counted; or any, where bytes decide.</summary>
    private static Gen<(bool IsNear, int Tokens)?> Count() => Gen.OneOf(
        Gen.Const(() => ((bool, int)?)null),
        Gen.Int[-3, 3].Select(off => ((bool, int)?)(true, off)),
        Gen.Int[0, 2000].Select(tokens => ((bool, int)?)(false, tokens)));

    private static Gen<(int Prompt, int? Cached)?> Prompt() => Gen.OneOf(
        Gen.Const(() => ((int, int?)?)null),
        Gen.Int[0, 4000].Select(prompt => ((int, int?)?)(prompt, null)),
        Gen.Int[0, 4000].SelectMany(prompt => Gen.Int[0, prompt].Select(cached => ((int, int?)?)(prompt, cached))));
}
