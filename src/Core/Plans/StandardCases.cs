namespace LlmObs.Plans;

/// <summary>The prompts one can name without a plan. Those of the 512 GB plan, in its words.</summary>
public static class StandardCases
{
    private const string SampleCode = "code-review/orders.py";

    public static IReadOnlyList<Case> All { get; } =
    [
        new() { Id = "short", Category = "简短问答", Prompt = "请用一句话解释量子计算", MaxTokens = 100 },
        new() { Id = "medium", Category = "代码生成", Prompt = "写一个Python快速排序算法，包含注释", MaxTokens = 500 },
        new() { Id = "long", Category = "长文本生成", Prompt = "详细解释深度学习的反向传播算法，包含数学推导", MaxTokens = 2000 },
        new() { Id = "reasoning", Category = "逻辑推理", Prompt = "三个盒子，红盒装蓝球，蓝盒装红球，标签全错。最少取几次确定内容？", MaxTokens = 500 },
        new() { Id = "instruction", Category = "指令跟随", Prompt = $"作为Python专家，审查以下代码并提出改进建议：\n{Embedded(SampleCode)}\n", MaxTokens = 400 },
    ];

    /// <summary>The plan's own sample, compiled in: a case named without a plan has no folder to read it from.</summary>
    private static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(StandardCases).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
