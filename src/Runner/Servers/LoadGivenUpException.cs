namespace LlmObs.Runner.Servers;

/// <summary>A load was given up, and the program that was to do it had said something by then.</summary>
/// <param name="lastWords">Its own.</param>
/// <param name="waitedForInput">They are a question, and nobody was there to answer it.</param>
/// <param name="token">Whose cancellation it was.</param>
public sealed class LoadGivenUpException(string lastWords, bool waitedForInput, CancellationToken token) : OperationCanceledException("The load was given up.", token)
{
    public string LastWords => lastWords;

    public bool WaitedForInput => waitedForInput;
}
