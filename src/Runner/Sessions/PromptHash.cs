using System.Security.Cryptography;
using System.Text;

namespace LlmObs.Runner.Sessions;

/// <summary>Tells whether two requests sent the same words, without repeating them in every line.</summary>
internal static class PromptHash
{
    public static string Of(string prompt) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))[..16];
}
