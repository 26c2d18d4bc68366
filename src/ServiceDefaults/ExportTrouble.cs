using System.Diagnostics.Tracing;

namespace LlmObs.ServiceDefaults;

/// <summary>Says once that telemetry cannot be sent: the exporter itself drops it in silence, and an empty dashboard explains nothing.</summary>
internal sealed class ExportTrouble(string endpoint, Action<string> warn) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private int _told;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // the base class calls from its constructor, before ours has run
        if (eventData.EventSource.Name != Exporter || warn is null || Interlocked.Exchange(ref _told, 1) == 1)
            return;
        var said = eventData.Payload?.OfType<string>().FirstOrDefault(text => text.Contains(' ', StringComparison.Ordinal)) ?? eventData.EventName ?? "";
        var reason = said.Split('\n')[0].Split("Exception: ")[^1].TrimEnd('.', ' ', '\r');
        warn($"Telemetry cannot be sent to {endpoint}: {reason}. Measuring goes on and its files are complete; traces and live metrics have a gap. Is the dashboard running?");
    }
}
