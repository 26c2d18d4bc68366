using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>The 512 GB plan, figure by figure as its owner wrote it.</summary>
public sealed class Mac512GbPlanTests
{
    private static readonly Plan Plan = PlanFolder.Read("mac-512gb.json").Plan!;

    [Fact]
    public void It_has_no_problems() => Assert.Empty(PlanFolder.Read("mac-512gb.json").Problems);

    [Theory]
    [InlineData("minimax-m2.1-q4_k_s", "Q4_K_S", "130 GB", "135 GB", 1, "minimax-gguf", VariantState.InProgress, "当前已加载")]
    [InlineData("minimax-m2.1-q4_k_m", "Q4_K_M", "138 GB", "143 GB", 2, "minimax-gguf", VariantState.Waiting, "标准4-bit")]
    [InlineData("minimax-m2.1-q6_k", "Q6_K", "188 GB", "193 GB", 3, "minimax-gguf", VariantState.Waiting, "6-bit精度")]
    [InlineData("minimax-m2.1-q8_0", "Q8_0", "243 GB", "248 GB", 4, "minimax-gguf", VariantState.Waiting, "8-bit精度")]
    [InlineData("minimax-m2.1-bf16", "BF16", "457 GB", "462 GB", 5, "minimax-gguf", VariantState.Failed, "OOM (已测)")]
    [InlineData("qwen3-coder-next-q4_k_m", "Q4_K_M", "48.5 GB", "53 GB", 1, "qwen-gguf", VariantState.Waiting, "推荐起点")]
    [InlineData("qwen3-coder-next-q6_k", "Q6_K", "65.5 GB", "70 GB", 2, "qwen-gguf", VariantState.Waiting, "平衡选择")]
    [InlineData("qwen3-coder-next-q8_0", "Q8_0", "84.8 GB", "90 GB", 3, "qwen-gguf", VariantState.Waiting, "高精度")]
    [InlineData("qwen3-coder-next-q4_0", "Q4_0", "45.3 GB", "50 GB", 4, "qwen-gguf", VariantState.Waiting, "快速测试")]
    [InlineData("qwen3-coder-next-q2_k", "Q2_K", "29.2 GB", "34 GB", 5, "qwen-gguf", VariantState.Waiting, "最小版本")]
    [InlineData("qwen3-coder-next-bf16", "BF16", "159 GB", "164 GB", 6, "qwen-gguf", VariantState.Waiting, "完整精度")]
    public void A_GGUF_variant_has_every_column(string id, string quantization, string size, string memory, int priority, string phase, VariantState state, string note)
    {
        var variant = Assert.Single(Plan.Variants, variant => variant.Id == id);

        Assert.Equal((quantization, ModelFormat.Gguf, "llama.cpp", phase, note), (variant.Quantization, variant.Format, variant.Backend, variant.Phase, variant.Note));
        Assert.Equal((size, memory), (variant.FileSize!.Value.ToString(), variant.ExpectedMemory!.Value.ToString()));
        Assert.Equal((priority, state), (variant.Priority, variant.Status.State));
        Assert.Equal(quantization, variant.Source!.File);
    }

    [Theory]
    [InlineData("4bit", "120 GB", 45.73), InlineData("6bit", "180 GB", 39.01), InlineData("8bit", "240 GB", 33.04)]
    public void An_MLX_variant_is_an_archived_spare_with_its_published_figure(string quantization, string size, double published)
    {
        var variant = Assert.Single(Plan.Variants, variant => variant.Id == $"minimax-m2.1-mlx-{quantization}");

        Assert.Equal((ModelFormat.Mlx, "minimax-mlx", true, null), (variant.Format, variant.Phase, variant.IsOptional, variant.Priority));
        Assert.Equal((VariantState.Archived, published), (variant.Status.State, variant.Status.PublishedTokensPerSecond));
        Assert.Equal((size, null), (variant.FileSize!.Value.ToString(), variant.ExpectedMemory));
        Assert.Equal($"mlx-community/MiniMax-M2.1-{quantization}", variant.Source!.Repository);
    }

    [Fact]
    public void There_are_fourteen_variants_of_two_models_and_what_is_optional_is_marked()
    {
        Assert.Equal((14, 8, 6), (Plan.Variants.Count, Plan.Variants.Count(variant => variant.Model == "minimax-m2.1"), Plan.Variants.Count(variant => variant.Model == "qwen3-coder-next")));
        Assert.Equal(["minimax-m2.1-mlx-4bit", "minimax-m2.1-mlx-6bit", "minimax-m2.1-mlx-8bit", "qwen3-coder-next-bf16"], Plan.Variants.Where(variant => variant.IsOptional).Select(variant => variant.Id), StringComparer.Ordinal);
        Assert.Equal("OOM (已测)", Plan.Variants.Single(variant => variant.Status.State == VariantState.Failed).Status.ClaimedReason);
    }

    [Theory]
    [InlineData("minimax-m2.1", "2025-12-23", 230, 10, 196_608), InlineData("qwen3-coder-next", "2026-02-03", 80, 3, 256_000)]
    public void A_model_has_its_facts_and_its_cards_sampling(string id, string released, double total, double active, int context)
    {
        var model = Assert.Single(Plan.Models, model => model.Id == id);

        Assert.Equal(DateOnly.Parse(released, CultureInfo.InvariantCulture), model.Released);
        Assert.Equal((total, active, context), (model.TotalParametersBillions, model.ActiveParametersBillions, model.MaximumContextTokens));
        Assert.Equal(new Sampling { Temperature = 1, TopP = 0.95, TopK = 40 }, model.Sampling);
    }

    [Theory]
    [InlineData("short", "请用一句话解释量子计算", 100, "简短问答")]
    [InlineData("medium", "写一个Python快速排序算法，包含注释", 500, "代码生成")]
    [InlineData("long", "详细解释深度学习的反向传播算法，包含数学推导", 2000, "长文本生成")]
    [InlineData("reasoning", "三个盒子，红盒装蓝球，蓝盒装红球，标签全错。最少取几次确定内容？", 500, "逻辑推理")]
    [InlineData("instruction", "作为Python专家，审查以下代码并提出改进建议：[示例代码]", 400, "指令跟随")]
    [InlineData("code_agent", "分析这个repo结构，建议重构方案", 1000, "代码代理")]
    [InlineData("multi_file", "重构项目：将单文件拆分为模块化结构", 1500, "多文件操作")]
    public void A_case_has_the_documents_words_budget_and_category(string id, string prompt, int maxTokens, string category)
    {
        var planCase = Assert.Single(Plan.Cases, planCase => planCase.Id == id);

        Assert.Equal((prompt, maxTokens, category), (planCase.Prompt, planCase.MaxTokens, planCase.Category));
        Assert.Equal([Pass.Speed, Pass.Quality, Pass.Similarity], planCase.Passes);
        Assert.Equal(id is "code_agent" or "multi_file" ? ["qwen3-coder-next"] : null, planCase.Models);
        Assert.Equal(8192, planCase.AnswerMaxTokens);
    }

    [Fact]
    public void Only_the_well_posed_twin_is_ours_and_it_counts_for_quality_alone()
    {
        var ours = Assert.Single(Plan.Cases.Skip(7));

        Assert.Equal("reasoning-twin", ours.Id);
        Assert.Equal([Pass.Quality], ours.Passes);
        Assert.Contains("ambiguous", Plan.Cases.Single(planCase => planCase.Id == "reasoning").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schedule_has_three_weeks_of_five_days_in_the_documents_words()
    {
        Assert.Equal(Enumerable.Range(0, 15).Select(day => (day / 5 + 1, day % 5 + 1)), Plan.Schedule.Select(day => (day.Week, day.Day)));
        Assert.Equal(
            [
                "Q4_K_S (当前) → 完整benchmark", "Q4_K_M → 对比Q4_K_S", "Q6_K → 中等精度测试", "Q8_0 → 高精度测试", "数据分析 + 文档整理",
                "Q4_K_M → 基准测试", "Q6_K → 精度对比", "Q8_0 → 最高可用精度", "Q4_0, Q2_K → 快速/最小版本", "BF16 (可选) → 完整精度",
                "模型间性能对比", "模型间性能对比", "编写综合报告", "编写综合报告", "最佳实践建议",
            ],
            Plan.Schedule.Select(day => day.Goal), StringComparer.Ordinal);
        Assert.Equal((2, 5), Plan.Schedule.Where(day => day.IsOptional).Select(day => (day.Week, day.Day)).Single());
    }

    [Fact]
    public void Settings_checks_and_references_are_the_documents()
    {
        Assert.Equal((131_072, "LM Studio", "latest"), (Plan.Settings.ContextTokens, Plan.Settings.Server!.Name, Plan.Settings.Server.Version));
        Assert.Equal((true, ModelDeletion.WhenAsked), (Plan.Settings.CleanUp.UnloadAfterRun, Plan.Settings.CleanUp.DeleteModels));
        Assert.Equal([4, 3, 4], Plan.Checks.GroupBy(check => check.When).Select(moment => moment.Count()));
        Assert.Equal("删除模型文件释放磁盘", Plan.Checks.Single(check => check.IsOptional).Text);
        Assert.Equal([3, 4, 2], Plan.References.GroupBy(reference => reference.Model, StringComparer.Ordinal).Select(model => model.Count()));
        Assert.Equal([false, true, false], Plan.Phases.Select(phase => phase.IsOptional));
    }

    [Fact]
    public void Each_variant_is_swept_once_after_its_first_own_run()
    {
        var runs = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1, Attachments = PlanFolder.Attachments(Plan) }).SelectMany(block => block.Runs.Select(run => (Block: block, Run: run))).ToList();

        var swept = runs.Where(one => one.Run.Sweeps is not null).ToList();

        Assert.Equal(runs.Select(one => one.Run.Variant.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), swept.Select(one => one.Run.Variant.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(swept, one => Assert.Equal((1, false, 2), (one.Block.Number, one.Run.IsAnchor, one.Run.Sweeps!.Kinds.Count())));
        Assert.All(swept, one => Assert.Equal(("medium", 500), (one.Run.Sweeps!.ParallelRequest!.Case, one.Run.Sweeps.ParallelRequest.MaxTokens)));
        Assert.Equal([196_608, 256_000], swept.Select(one => one.Run.Sweeps!.PlannedMaximumContextTokens!.Value).Distinct().Order());
    }

    [Fact]
    public void What_is_for_Qwen_alone_is_sent_to_Qwen_alone()
    {
        var runs = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1, OnlyVariants = ["*"], Attachments = PlanFolder.Attachments(Plan) }).SelectMany(block => block.Runs).ToList();

        Assert.Equal(14, runs.Select(run => run.Variant.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(runs, run => Assert.Equal(run.Variant.Model == "qwen3-coder-next", run.Requests.Any(request => request.Case == "code_agent")));
        Assert.All(runs, run => Assert.Equal(run.Variant.Model == "qwen3-coder-next", run.Requests.Any(request => request.Case == "multi_file")));
    }

    [Fact]
    public void Unasked_it_runs_what_is_waiting_and_the_anchor_ties_the_phases()
    {
        var blocks = RunMatrix.Expand(Plan, new MatrixOptions { Seed = 1, Attachments = PlanFolder.Attachments(Plan) });

        Assert.Equal(Enumerable.Repeat("minimax-gguf", 6).Concat(Enumerable.Repeat("qwen-gguf", 6)), blocks.Select(block => block.Phase!), StringComparer.Ordinal);
        Assert.All(blocks.Where(block => block.Phase == "minimax-gguf"), block => Assert.Equal(4, block.Runs.Count));
        Assert.All(blocks.Where(block => block.Phase == "qwen-gguf"), block => Assert.Equal("minimax-m2.1-q4_k_s", Assert.Single(block.Runs, run => run.IsAnchor).Variant.Id));
        Assert.All(blocks.Where(block => block.Phase == "qwen-gguf"), block => Assert.Equal(6, block.Runs.Count));
    }

    [Fact]
    public void A_priority_leaves_what_is_less_urgent_or_has_none()
    {
        var options = new MatrixOptions { Seed = 1, Priority = 2, Attachments = PlanFolder.Attachments(Plan) };

        var variants = RunMatrix.Expand(Plan, options).SelectMany(block => block.Runs).Select(run => run.Variant.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal(["minimax-m2.1-q4_k_m", "minimax-m2.1-q4_k_s", "qwen3-coder-next-q4_k_m", "qwen3-coder-next-q6_k"], variants);
        Assert.Equal("not urgent enough for --priority 2", RunMatrix.WhyLeftOut(Plan, Plan.Variants.Single(variant => variant.Id == "minimax-m2.1-mlx-4bit"), options));
    }
}
