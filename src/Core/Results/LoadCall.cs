namespace LlmObs.Results;

/// <summary>How a load was asked for, and with it what its time has in it. Times of the two are never averaged together.</summary>
public enum LoadCall
{
    /// <summary>A call of the server's HTTP API.</summary>
    Http,

    /// <summary>The server's command line program: its own start, and its finding the server, are in the time.</summary>
    CommandLine,
}
