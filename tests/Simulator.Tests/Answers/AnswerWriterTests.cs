using LlmObs.Simulator.Answers;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Tests.Answers;

public sealed class AnswerWriterTests
{
    private const string Sort = "写一个Python快速排序算法，包含注释";

    private static readonly AnswerWriter Writer = new(new SimulatorOptions());

    [Fact]
    public void Equal_questions_have_equal_answers_and_another_seed_gives_another()
    {
        var question = new Question { Prompt = "Tell me something" };

        var answers = (Content("demo-coder@q8_0", question), Content("demo-coder@q8_0", question));
        var other = new AnswerWriter(new SimulatorOptions { Seed = 2 }).Write(SimulatedMachine.Find("demo-coder@q8_0")!, question).Content;

        Assert.Equal(answers.Item1, answers.Item2);
        Assert.NotEqual(answers.Item1, other);
    }

    [Fact]
    public void The_requests_seed_matters_only_above_temperature_zero()
    {
        string Ask(int seed, double temperature) => Content("demo-coder@q8_0", new Question { Prompt = "Tell me something", Seed = seed, Temperature = temperature });

        Assert.Equal(Ask(1, 0), Ask(2, 0));
        Assert.NotEqual(Ask(1, 0.7), Ask(2, 0.7));
        Assert.Equal(Ask(1, 0.7), Ask(1, 0.7));
    }

    [Fact]
    public void The_coarser_the_quantization_the_more_often_it_is_wrong_by_a_known_share()
    {
        double WrongShare(string key) => Enumerable.Range(0, 2000).Count(seed => IsWrong(key, seed)) / 2000.0;

        Assert.Equal(0, WrongShare("unsloth/qwen3-coder-next@bf16"));
        Assert.InRange(WrongShare("unsloth/qwen3-coder-next@q4_k_m"), 0.09, 0.15);
        Assert.InRange(WrongShare("unsloth/qwen3-coder-next@q2_k"), 0.40, 0.50);
    }

    [Fact]
    public void Every_answer_to_the_plans_cases_says_that_it_is_simulated()
    {
        string[] prompts = ["请用一句话解释量子计算", Sort, "详细解释深度学习的反向传播算法，包含数学推导", "三个盒子，红盒装蓝球", "审查以下代码", "分析这个repo结构", "将单文件拆分为模块化结构", "anything else"];

        Assert.All(prompts, prompt => Assert.Matches("模拟|simulated", Content("unsloth/qwen3-coder-next@q2_k", new Question { Prompt = prompt })));
    }

    [Fact]
    public void An_answer_about_files_names_those_of_the_prompt()
    {
        var answer = Content("unsloth/qwen3-coder-next@bf16", new Question { Prompt = "分析这个repo结构：\nsrc/app.py\nsrc/store/db.py" });

        Assert.Contains("`src/app.py`、`src/store/db.py`", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_ignores_its_end_has_exactly_the_tokens_asked_for()
    {
        var answer = Writer.Write(SimulatedMachine.Find("demo-coder@q8_0")!, new Question { Prompt = "Go on", MaximumTokens = 4000, IgnoresEnd = true });

        Assert.Equal((4000, "length"), (answer.TokenCount, answer.FinishReason));
    }

    private static bool IsWrong(string key, int seed) =>
        Content(key, new Question { Prompt = Sort, Seed = seed, Temperature = 1 }).Contains("+ [pivot] +", StringComparison.Ordinal);

    private static string Content(string key, Question question) => Writer.Write(SimulatedMachine.Find(key)!, question).Content;
}
