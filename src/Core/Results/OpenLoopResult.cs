using LlmObs.Measurements;
using LlmObs.Plans;

namespace LlmObs.Results;

/// <summary>How the requests of a case were offered in an open loop.</summary>
public sealed record OpenLoopResult
{
    /// <summary>As the plan asks.</summary>
    public required double RequestsPerSecond { get; init; }

    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>Their time came while as many were under way as the plan allows.</summary>
    public required int NotSent { get; init; }

    /// <summary>The most that were under way at once, of one loop.</summary>
    public required int MostInFlight { get; init; }

    /// <summary>How often it began: once a load, and once more where it was cut short, with what was left and an empty queue.</summary>
    public required int Loops { get; init; }

    /// <summary>Null for requests of a closed loop.</summary>
    internal static OpenLoopResult? Of(IReadOnlyList<MeasuredRequest> requests, double resolution)
    {
        if (requests[0].Entry.Arrival is not { } arrival)
            return null;
        var loops = requests.GroupBy(request => (request.Entry.Run, request.Entry.Arrival!.Part)).ToList();
        return new OpenLoopResult
        {
            RequestsPerSecond = arrival.RequestsPerSecond,
            Arrivals = arrival.Arrivals,
            NotSent = requests.Count(request => request.Entry.Outcome is RequestOutcome.Unsent),
            MostInFlight = loops.Max(loop => InFlight.Most(loop.Select(request => request.Entry).Where(entry => entry.Outcome is not RequestOutcome.Unsent).Select(entry => entry.Timeline), resolution)),
            Loops = loops.Count,
        };
    }
}
