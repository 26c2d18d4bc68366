using System.Diagnostics;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Runs <c>llama-quantize</c>.</summary>
public sealed class LlamaQuantize(LlamaTools tools)
{
    /// <summary>From a model in F16 or F32; the quantization as llama.cpp writes it: Q8_0, Q4_K_M, Q3_K_S.</summary>
    public async Task RunAsync(string source, string target, string quantization, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(tools.Quantize, [source, target, quantization])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        var said = LastLines.Of(process);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"llama-quantize {source} to {quantization} ended with {process.ExitCode}:\n{said}");
    }
}
