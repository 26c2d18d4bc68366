namespace LlmObs.Simulator.Answers;

/// <summary>Sentences without end for answers of a wanted length: varied enough that no phrase loops.</summary>
internal static class FillerSentences
{
    private static readonly string[][] English =
    [
        ["The first layer", "A careful reader", "Each request", "The scheduler", "This module", "A known stream", "The smaller model", "Every measurement", "One quiet thread", "The last token"],
        [" explains", " keeps", " compares", " repeats", " divides", " follows", " predicts", " balances", " orders", " remembers"],
        [" the plan", " a simulated answer", " its own schedule", " two parts of the work", " the result of a run", " an honest figure", " the whole prompt", " many short steps"],
        [" before it goes on", " without guessing", " in the order given", " so that nothing is lost", " when time allows", " as the table says", " on a machine that does not exist", " and says so"],
    ];

    private static readonly string[][] Chinese =
    [
        ["第一层网络", "每个步骤", "这个模块", "输入数据", "整个过程", "较小的模型", "调度程序", "一次测量", "最后一个参数", "训练样本"],
        ["说明了", "保留了", "比较了", "依赖于", "决定了", "分解了", "更新了", "记录了", "约束了", "平衡了"],
        ["已知的结果", "中间变量", "两部分工作", "模拟的数据", "误差的来源", "清楚的边界", "完整的推导", "计算的顺序"],
        ["，因此无需猜测", "，并按顺序继续", "，所以不会丢失信息", "，直到条件满足", "，这一点可以验证", "，与前文一致", "，代价是更多的内存", "，同时保持简单"],
    ];

    public static string Next(Random dice, bool inChinese)
    {
        var parts = inChinese ? Chinese : English;
        return string.Concat(parts.Select(choices => choices[dice.Next(choices.Length)])) + (inChinese ? "。" : ". ");
    }
}
