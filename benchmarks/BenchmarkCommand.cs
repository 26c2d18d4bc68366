using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LlmObs.Benchmarks;

/// <summary>With <c>--allocations</c> the short form: bytes alone, as JSON. Else BenchmarkDotNet, with its own arguments.</summary>
internal static class BenchmarkCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--allocations"])
        {
            Console.WriteLine(JsonSerializer.Serialize(await Allocations.MeasureAsync(), Indented));
            return 0;
        }
        BenchmarkSwitcher.FromAssembly(typeof(BenchmarkCommand).Assembly).Run(args, Config());
        return 0;
    }

    /// <summary>In this process: a benchmark that is built into a project of its own would be built with this house's analyzers.</summary>
    private static IConfig Config() => DefaultConfig.Instance
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default);
}
