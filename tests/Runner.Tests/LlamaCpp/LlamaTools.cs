namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>Where a real llama.cpp is on this machine, or why the tests that want one skip.</summary>
public sealed class LlamaTools
{
    public const string FolderVariable = "LLMOBS_LLAMA_DIR";
    private const string UsualFolder = "/opt/llama.cpp/bin";

    private LlamaTools(string folder)
    {
        Server = Path.Combine(folder, Executable("llama-server"));
        Quantize = Path.Combine(folder, Executable("llama-quantize"));
        var missing = new[] { Server, Quantize }.Where(tool => !File.Exists(tool)).ToList();
        if (missing.Count > 0)
            WhyNot = $"No {string.Join(" and no ", missing)}: set {FolderVariable} to the folder of llama.cpp's programs.";
    }

    public string Server { get; }

    public string Quantize { get; }

    public bool Available => WhyNot is null;

    public string? WhyNot { get; }

    public static LlamaTools Find() => In(Environment.GetEnvironmentVariable(FolderVariable) ?? UsualFolder);

    public static LlamaTools In(string folder) => new(folder);

    private static string Executable(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;
}
