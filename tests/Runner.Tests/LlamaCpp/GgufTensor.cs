namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>A tensor of a model file: its description for the header, and its values when they are due.</summary>
public abstract record GgufTensor
{
    private GgufTensor(string name, IReadOnlyList<int> dimensions) => (Name, Dimensions) = (name, dimensions);

    public string Name { get; }

    /// <summary>Fastest first, as GGUF has them: columns, then rows.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The number ggml gives to the element type.</summary>
    public abstract uint TypeNumber { get; }

    public abstract long Bytes { get; }

    /// <summary>A norm's weights, all one. llama.cpp wants one-dimensional tensors in F32.</summary>
    public sealed record Ones(string TensorName, int Length) : GgufTensor(TensorName, [Length])
    {
        public override uint TypeNumber => 0;

        public override long Bytes => (long)Length * sizeof(float);
    }

    /// <summary>A matrix in F16, every row drawn from the noise that belongs to it.</summary>
    public sealed record Matrix(string TensorName, int Columns, int Rows, Func<int, Noise> NoiseOfRow)
        : GgufTensor(TensorName, [Columns, Rows])
    {
        public override uint TypeNumber => 1;

        public override long Bytes => (long)Columns * Rows * 2;
    }

    /// <summary>Of any shape in F32, every value small and the same.</summary>
    public sealed record Floats(string TensorName, IReadOnlyList<int> Shape) : GgufTensor(TensorName, Shape)
    {
        public override uint TypeNumber => 0;

        public override long Bytes => Shape.Aggregate(4L, (bytes, dimension) => bytes * dimension);
    }
}
