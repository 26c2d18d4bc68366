using System.CommandLine;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs run</c>: carries a plan out, or measures one model as it stands.</summary>
internal static class RunCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var words = new RunWords();
        var command = new ExampledCommand("run", "Measures: a plan, or one model with one prompt. Without either, the plan \"quick\".")
        {
            Examples =
            [
                new("llmobs run", "The quick plan on the server found here, else on the Simulator"),
                new("llmobs run mac-512gb --server http://127.0.0.1:1234 --until 07:00", "A whole plan over night"),
                new("llmobs run mac-512gb --only 'minimax-*-q4*' --dry-run", "What would run, without running it"),
                new("llmobs run mac-512gb --download", "Fetch what is missing first, then measure"),
                new("llmobs run --resume results/mac-512gb-20260204-221000", "Go on where it stopped"),
                new("llmobs run --model qwen3-coder-next --prompt 'Hello' --requests 20", "One loaded model, as one would with hyperfine"),
                new("llmobs run --json | jq .decodeTokensPerSecond", "One JSON object a line, for scripts"),
            ],
        };
        words.AddTo(command);
        command.SetAction((parsed, cancellationToken) => new RunStory(surroundings, words.Read(parsed)).TellAsync(cancellationToken));
        return command;
    }
}
