using System.CommandLine;
using System.Globalization;
using LlmObs.Capacity;
using LlmObs.Plans;

namespace LlmObs.Runner.Cli;

/// <summary>What <c>llmobs fit</c> is told.</summary>
internal sealed class FitOptions
{
    private const int MostTokens = 1 << 24;
    private const int MostStreams = 4096;

    public Argument<string?> Target { get; } = new("WHAT") { Description = "A plan, a .gguf file, or a server's address. Default: the server found on this machine.", Arity = ArgumentArity.ZeroOrOne };

    public Option<string?> Memory { get; } = new("--memory") { Description = "Of the machine, such as 512GiB. Default: this machine's, or what its Collector says.", HelpName = "SIZE" };

    public Option<string?> GpuMemory { get; } = new("--gpu-memory") { Description = "What the graphics processor may take of it (on a Mac: sysctl iogpu.wired_limit_mb, or what LM Studio shows).", HelpName = "SIZE" };

    public Option<string[]> Contexts { get; } = new("--context") { Description = "Tokens for each stream; several may be named. Default: 8192, 32768, 131072 – a plan's own – and the model's largest.", HelpName = "TOKENS", AllowMultipleArgumentsPerToken = true };

    public Option<string[]> Streams { get; } = new("--parallel") { Description = "Requests at once, each with that context; several may be named. Default: 1 and 4.", HelpName = "N", AllowMultipleArgumentsPerToken = true };

    public Option<string> Cache { get; } = new("--kv") { Description = "How keys and values are kept: f16 or q8_0.", HelpName = "TYPE", DefaultValueFactory = _ => CacheType.F16.Name };

    public Option<string?> Server { get; } = ServerOptions.Server();

    public Option<string?> ApiKeyVariable { get; } = ServerOptions.ApiKeyVariable();

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object on standard output." };

    public void AddTo(ExampledCommand command)
    {
        Server.Description = "Ask this server which of a plan's variants it has, and how large they are.";
        command.Add(Target);
        foreach (var option in new Option[] { Memory, GpuMemory, Contexts, Streams, Cache, Server, ApiKeyVariable, Json })
            command.Add(option);
        Target.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
    }

    public DataSize? Size(ParseResult parsed, Option<string?> option, List<string> mistakes)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        if (DataSize.TryParse(text, out var size) && size.Bytes > 0)
            return size;
        mistakes.Add($"{option.Name}: \"{text}\" is no size. Write it with its unit, such as 512GiB.");
        return null;
    }

    public IReadOnlyList<int> ContextsOf(ParseResult parsed, List<string> mistakes) => Numbers(parsed, Contexts, MostTokens, "tokens, such as 32768", mistakes);

    public IReadOnlyList<int> StreamsOf(ParseResult parsed, List<string> mistakes) => Numbers(parsed, Streams, MostStreams, "a number, such as 4", mistakes);

    public CacheType CacheOf(ParseResult parsed, List<string> mistakes)
    {
        var name = parsed.GetRequiredValue(Cache);
        if (CacheType.All.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        mistakes.Add($"{Cache.Name}: \"{name}\" is not known. {NearestName.Advice(name, CacheType.All.Select(type => type.Name))}");
        return CacheType.F16;
    }

    /// <summary>"a,b" and "a b" and the option twice all mean the same.</summary>
    private static List<int> Numbers(ParseResult parsed, Option<string[]> option, int most, string what, List<string> mistakes)
    {
        var numbers = new List<int>();
        foreach (var word in (parsed.GetValue(option) ?? []).SelectMany(words => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most)
                numbers.Add(number);
            else
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: \"{word}\" is none. Write {what}, of 1 to {most}."));
        }
        return [.. numbers.Distinct().Order()];
    }
}
