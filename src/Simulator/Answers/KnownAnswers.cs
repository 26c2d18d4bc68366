namespace LlmObs.Simulator.Answers;

/// <summary>Answers to the seven cases of the 512 GB plan. Each says that it is simulated.</summary>
internal static class KnownAnswers
{
    private const string SortRight = """
        以下是带注释的快速排序（模拟回答, simulated）：

        ```python
        def quicksort(items):
            # 空列表或单个元素已经有序
            if len(items) <= 1:
                return list(items)
            # 取中间元素作为基准, 有序输入也不会退化
            pivot = items[len(items) // 2]
            # 分成小于、等于、大于基准的三部分
            smaller = [item for item in items if item < pivot]
            equal = [item for item in items if item == pivot]
            larger = [item for item in items if item > pivot]
            # 递归排序两侧, 再连接起来
            return quicksort(smaller) + equal + quicksort(larger)
        ```

        平均时间复杂度为 O(n log n)，最坏为 O(n^2)。
        """;

    /// <summary>Loses duplicates: the mistake a check must find.</summary>
    private static readonly string SortWrong = SortRight.Replace("+ equal +", "+ [pivot] +", StringComparison.Ordinal);

    public static IReadOnlyList<KnownAnswer> All { get; } =
    [
        new(["量子计算"], [new("量子计算是一种（模拟回答）利用量子比特的叠加与纠缠来同时处理大量可能性的计算方式。", "量子计算是一种（模拟回答）用更小的芯片来更快处理信息的计算方式。")]),
        new(["快速排序", "quicksort"], [new(SortRight, SortWrong)]),
        new(["反向传播", "backpropagation"],
        [
            new("反向传播（模拟回答, simulated）用链式法则计算损失对每个参数的梯度。\n\n", "反向传播（模拟回答, simulated）逐个试探参数的变化。\n\n"),
            new("前向：$z^{l} = W^{l} a^{l-1} + b^{l}$，$a^{l} = \\sigma(z^{l})$。\n", "前向：$z^{l} = W^{l} a^{l-1}$。\n"),
            new("输出层误差：$\\delta^{L} = \\nabla_a C \\odot \\sigma'(z^{L})$。\n", "输出层误差：$\\delta^{L} = C$。\n"),
            new("递推：$\\delta^{l} = ((W^{l+1})^T \\delta^{l+1}) \\odot \\sigma'(z^{l})$。\n", "递推：$\\delta^{l} = \\delta^{l+1}$。\n"),
            new("梯度：$\\frac{\\partial C}{\\partial W^{l}} = \\delta^{l} (a^{l-1})^T$，$\\frac{\\partial C}{\\partial b^{l}} = \\delta^{l}$。\n", "梯度与误差相同。\n"),
            new("更新：$W \\leftarrow W - \\eta \\frac{\\partial C}{\\partial W}$，$b \\leftarrow b - \\eta \\frac{\\partial C}{\\partial b}$。\n\n", "更新：$W \\leftarrow W + \\eta$。\n\n"),
        ], NaturalTokens: 1100),
        new(["三个盒子", "three boxes"],
        [
            new("所有标签都是错的（模拟回答, simulated），所以先从标着“混合”的盒子取一个球。", "先随便打开一个盒子（模拟回答, simulated）。"),
            new("它不可能是混合的，取出的颜色就是整盒的颜色，其余两盒随之确定。", "再打开第二个盒子核对颜色。"),
            new("最少取一次（1 次）。", "最少取两次（2 次）。"),
        ]),
        new(["审查", "review the following"],
        [
            new("审查意见（模拟回答, simulated）：\n", "代码总体不错（模拟回答, simulated）：\n"),
            new("1. 可变默认参数 (mutable default argument) 会在调用之间共享，改用 None。\n", "1. 可以多写一些注释。\n"),
            new("2. 裸 except (bare except) 吞掉所有异常，应捕获具体类型。\n", "2. 变量名可以更短。\n"),
            new("3. 文件没有关闭 (resource leak)，请使用 with 语句。\n", "3. 可以使用更多的全局变量。\n"),
            new("4. 字符串拼接 SQL 有注入风险 (SQL injection)，请使用参数化查询。\n", "4. 缩进可以改为两个空格。\n"),
            new("5. 与 None 比较请用 is，而不是 ==。\n", "5. 可以删除类型标注。\n"),
        ], NaturalTokens: 350),
        new(["repo结构", "repo 结构", "repository structure"],
        [
            new("重构方案（模拟回答, simulated）。涉及的文件：{paths}。\n", "重构方案（模拟回答, simulated）：全部重写。\n"),
            new("1. 把领域逻辑与输入输出分开，先为现有行为补测试。\n", "1. 把所有文件合并成一个。\n"),
            new("2. 每个模块只有一个职责，依赖只指向内层。\n", "2. 增加一个 utils 目录。\n"),
        ], NaturalTokens: 800),
        new(["模块化", "into modules"],
        [
            new("模块化方案（模拟回答, simulated）。涉及的文件：{paths}。\n", "模块化方案（模拟回答, simulated）：保持单文件。\n"),
            new("1. 公共接口保持不变，由包的 __init__ 重新导出。\n", "1. 重命名所有公共函数。\n"),
            new("2. 数据模型、存储和命令行各成一个模块。\n", "2. 数据模型写进命令行。\n"),
        ], NaturalTokens: 1000),
    ];
}
