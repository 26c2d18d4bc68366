namespace LlmObs.Runner.Host;

/// <summary>The address of a Collector together with the token it wants. It is shown and printed as the address alone.</summary>
public sealed class GuardedAddress(Uri address, string token) : Uri(address.OriginalString)
{
    internal string Token => token;
}
