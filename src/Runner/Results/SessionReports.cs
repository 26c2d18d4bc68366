using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary>Writes every projection of a session folder anew from its plan, header and journal.</summary>
public static class SessionReports
{
    /// <summary>The variants' .json and .md and summary.md. Throws <see cref="SessionFolderException"/> for a folder that is none.</summary>
    public static Task<IReadOnlyList<VariantResult>> RebuildAsync(string folder, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Being built.");
}

/// <summary>A session folder cannot be used; the message says why and what to do.</summary>
public sealed class SessionFolderException(string message, Exception? inner = null) : Exception(message, inner);
