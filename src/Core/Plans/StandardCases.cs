namespace LlmObs.Plans;

/// <summary>The prompts one can name without a plan. Those of the 512 GB plan, in its words.</summary>
public static class StandardCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        new() { Id = "short", Category = "简短问答", Prompt = "请用一句话解释量子计算", MaxTokens = 100 },
        new() { Id = "medium", Category = "代码生成", Prompt = "写一个Python快速排序算法，包含注释", MaxTokens = 500 },
        new() { Id = "long", Category = "长文本生成", Prompt = "详细解释深度学习的反向传播算法，包含数学推导", MaxTokens = 2000 },
        new() { Id = "reasoning", Category = "逻辑推理", Prompt = "三个盒子，红盒装蓝球，蓝盒装红球，标签全错。最少取几次确定内容？", MaxTokens = 500 },
    ];
}
