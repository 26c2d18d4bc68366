namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Evenly spread F16 numbers around a centre. A pool is drawn once; a row is a stretch of it from a random place.</summary>
public sealed class Noise
{
    private const int PoolSize = 1 << 18;
    private readonly Half[] _pool = new Half[PoolSize];
    private readonly Random _random;

    public Noise(double center, double amplitude, Random random)
    {
        _random = random;
        for (var index = 0; index < PoolSize; index++)
            _pool[index] = (Half)(center + (amplitude * ((2 * random.NextDouble()) - 1)));
    }

    public ReadOnlySpan<Half> Row(int columns) => _pool.AsSpan(_random.Next(PoolSize - columns), columns);
}
