using System.Security.Cryptography;
using System.Text;

namespace LlmObs.Simulator.Machine;

/// <summary>Randomness that is the same for the same words.</summary>
internal static class Dice
{
    public static Random For(params ReadOnlySpan<object?> words)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', words.ToArray())));
        return new Random(BitConverter.ToInt32(bytes));
    }
}
