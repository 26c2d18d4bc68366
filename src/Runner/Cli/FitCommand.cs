using System.CommandLine;
using LlmObs.Runner.ModelFiles;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs fit</c>: which models fit into memory, with which context and for how many at once.</summary>
internal static class FitCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var options = new FitOptions();
        var command = new ExampledCommand("fit", "Reckons which models fit into memory, with how much context and how many streams, from real sizes and the layers in their files.")
        {
            Examples =
            [
                new("llmobs fit --memory 512GiB mac-512gb", "A plan's variants on a 512 GB Mac"),
                new("llmobs fit model.gguf --context 32768,131072 --parallel 1,8", "One file, two contexts, alone and eight at once"),
                new("llmobs fit http://127.0.0.1:1234", "All that a server has"),
            ],
        };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => FitAsync(surroundings, options, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> FitAsync(Surroundings surroundings, FitOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var target = FitTarget.Of(parsed.GetValue(options.Target), parsed.GetValue(options.Server), mistakes);
        var story = new FitStory(surroundings)
        {
            Target = target,
            Memory = options.Size(parsed, options.Memory, mistakes),
            GpuMemory = options.Size(parsed, options.GpuMemory, mistakes),
            Contexts = options.ContextsOf(parsed, mistakes),
            Sequences = options.StreamsOf(parsed, mistakes),
            CacheType = options.CacheOf(parsed, mistakes),
            ApiKey = ServerOptions.ApiKey(parsed.GetValue(options.ApiKeyVariable), surroundings, mistakes),
            IsJson = parsed.GetValue(options.Json),
        };
        if (story is { Memory: { } memory, GpuMemory: { } gpu } && gpu.Bytes > memory.Bytes)
            mistakes.Add($"--gpu-memory: {gpu.ToBinaryString()} is more than all of the machine's memory, {memory.ToBinaryString()}.");
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);
        try
        {
            return await story.TellAsync(cancellationToken);
        }
        catch (Exception refused) when (refused is GgufException or ServerException)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
    }
}
