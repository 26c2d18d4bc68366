namespace LlmObs.Runner.Servers.Streaming;

/// <summary>A line of the body is longer than any event of a language model.</summary>
internal sealed class EndlessLineException(string message) : IOException(message);
