using System.Runtime.InteropServices;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Writes a GGUF version 3 file: magic, counts, metadata, tensor descriptions, then the tensors, aligned.</summary>
public static class GgufFile
{
    private const uint Magic = 0x46554747;
    private const uint Version = 3;
    private const int Alignment = 32;

    public static async Task WriteAsync(
        string path, GgufMetadata metadata, IReadOnlyList<GgufTensor> tensors, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        await file.WriteAsync(Header(metadata, tensors), cancellationToken);
        foreach (var tensor in tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Align(file);
            WriteValues(file, tensor);
        }

        await file.FlushAsync(cancellationToken);
    }

    private static byte[] Header(GgufMetadata metadata, IReadOnlyList<GgufTensor> tensors)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        writer.Write(metadata.Bytes.Span);
        Describe(writer, tensors);
        Align(bytes);
        return bytes.ToArray();
    }

    /// <summary>Offsets count from the first tensor, not from the start of the file.</summary>
    private static void Describe(BinaryWriter writer, IReadOnlyList<GgufTensor> tensors)
    {
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            GgufMetadata.WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Dimensions.Count);
            foreach (var dimension in tensor.Dimensions)
                writer.Write((ulong)dimension);
            writer.Write(tensor.TypeNumber);
            writer.Write((ulong)offset);
            offset += tensor.Bytes + Padding(tensor.Bytes);
        }
    }

    private static void WriteValues(Stream file, GgufTensor tensor)
    {
        switch (tensor)
        {
            case GgufTensor.Ones ones:
                WriteSame(file, ones.Length, 1f);
                break;
            case GgufTensor.Floats floats:
                WriteSame(file, (int)(floats.Bytes / sizeof(float)), 0.01f);
                break;
            case GgufTensor.Matrix matrix:
                WriteMatrix(file, matrix);
                break;
        }
    }

    private static void WriteSame(Stream file, int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static void WriteMatrix(Stream file, GgufTensor.Matrix matrix)
    {
        for (var row = 0; row < matrix.Rows; row++)
            file.Write(MemoryMarshal.AsBytes(matrix.NoiseOfRow(row).Row(matrix.Columns)));
    }

    private static void Align(Stream stream) => stream.Write(new byte[Padding(stream.Position)]);

    private static int Padding(long length) => (int)((Alignment - (length % Alignment)) % Alignment);
}
