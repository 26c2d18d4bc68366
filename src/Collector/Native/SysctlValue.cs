using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LlmObs.Collector.Native;

/// <summary>What the bytes of a sysctl are. Every Mac is little-endian.</summary>
internal static class SysctlValue
{
    /// <summary>The kernel has whole numbers of 4 and of 8 bytes, and which one a name has may change with the system.</summary>
    public static long Number(this IMacKernel kernel, string name) => kernel.Sysctl(name) switch
    {
        { Length: 4 } four => BinaryPrimitives.ReadInt32LittleEndian(four),
        { Length: 8 } eight => BinaryPrimitives.ReadInt64LittleEndian(eight),
        var other => throw new InvalidDataException($"sysctl {name} has {other.Length} bytes where a number of 4 or 8 was expected."),
    };

    /// <summary>Up to the zero that ends it.</summary>
    public static string Text(this IMacKernel kernel, string name)
    {
        ReadOnlySpan<byte> value = kernel.Sysctl(name);
        return Encoding.UTF8.GetString(value.IndexOf((byte)0) is var end and >= 0 ? value[..end] : value);
    }

    /// <summary>A struct, which has to be as long as we know it.</summary>
    public static T Struct<T>(this IMacKernel kernel, string name)
        where T : unmanaged
    {
        var value = kernel.Sysctl(name);
        return value.Length == Unsafe.SizeOf<T>()
            ? MemoryMarshal.Read<T>(value)
            : throw new InvalidDataException($"sysctl {name} has {value.Length} bytes where {Unsafe.SizeOf<T>()} were expected.");
    }
}
