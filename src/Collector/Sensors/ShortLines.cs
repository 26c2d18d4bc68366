using System.Runtime.CompilerServices;
using System.Text;

namespace LlmObs.Collector.Sensors;

/// <summary>Cuts what a program writes into lines, within fixed memory: a line that is too long is left out whole, and so is a last one without its end.</summary>
internal static class ShortLines
{
    /// <summary>The longest line read here, of a Mac with 32 cores, has some 4,000 bytes.</summary>
    public const int LongestBytes = 64 * 1024;

    public static async IAsyncEnumerable<string> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestBytes];
        var (filled, isTooLong) = (0, false);
        while (await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken) is var read and > 0)
        {
            filled += read;
            var begin = 0;
            while (buffer.AsSpan(begin..filled).IndexOf((byte)'\n') is var length and >= 0)
            {
                if (!isTooLong)
                    yield return Encoding.UTF8.GetString(buffer, begin, length);
                (begin, isTooLong) = (begin + length + 1, false);
            }
            buffer.AsSpan(begin..filled).CopyTo(buffer);
            filled -= begin;
            if (filled == buffer.Length)
                (filled, isTooLong) = (0, true);
        }
    }
}
