namespace LlmObs.Runner.ModelFiles;

/// <summary>A file is no GGUF that can be read; the message says what is wrong, where, and what to do.</summary>
public sealed class GgufException(string message, Exception? inner = null) : Exception(message, inner);
