namespace LlmObs.Collector.Native;

/// <summary>macOS refused a call; the message tells which and how.</summary>
internal sealed class MacCallException(string call, string reason) : Exception($"macOS refuses {call}: {reason}");
