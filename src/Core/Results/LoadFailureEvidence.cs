using System.Text.RegularExpressions;

namespace LlmObs.Results;

/// <summary>Reads the cause of a failed load from the server's own words. The words themselves are kept beside it.</summary>
public static partial class LoadFailureEvidence
{
    private static readonly (Regex Words, LoadFailureCause Cause)[] Signs =
    [
        // LM Studio's guardrail: a reckoning, which is often wrong
        (Estimate(), LoadFailureCause.RefusedByEstimate),
        (Allocation(), LoadFailureCause.OutOfMemory),
        (Architecture(), LoadFailureCause.UnsupportedModel),
        (File(), LoadFailureCause.MissingFile),
        (Death(), LoadFailureCause.ProcessDied),
    ];

    public static LoadFailureCause CauseOf(string words) => Signs.Where(sign => sign.Words.IsMatch(words)).Select(sign => sign.Cause).FirstOrDefault();

    [GeneratedRegex("insufficient system resources|not enough (system )?resources|loading guardrail|requires more system memory", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Estimate();

    /// <summary>llama.cpp, CUDA, Metal, MLX, C++ and Python when an allocation fails.</summary>
    [GeneratedRegex("out ?of ?(device ?)?memory|(unable|failed) to allocate|alloc[a-z_]* failed|bad_alloc|cannot allocate memory|insufficient memory", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Allocation();

    [GeneratedRegex("unknown (model )?architecture|unsupported (model|architecture)|model type .{1,60} not supported|unknown pre-tokenizer|unsupported quantization", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Architecture();

    [GeneratedRegex("no such file|file not found|does not exist|model_not_found|cannot find the (file|path)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();

    [GeneratedRegex("exit code|exited with|process (has )?(ended|exited|crashed|terminated)|SIG(ABRT|KILL|SEGV|BUS|ILL)|terminated by signal|engine crashed", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Death();
}
