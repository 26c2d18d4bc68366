using LlmObs.Measurements;

namespace LlmObs.Runner.Calibrations;

/// <summary>What goes on beside the requests of a calibration.</summary>
/// <param name="Name">In words, as the table shows it.</param>
/// <param name="After">Done after each request, as a session does it, while other streams speak.</param>
internal sealed record Observer(string Name, Action<RequestTimeline> After);
