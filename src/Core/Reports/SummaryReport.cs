using LlmObs.Plans;
using LlmObs.Results;
using static LlmObs.Reports.ReportText;

namespace LlmObs.Reports;

/// <summary><c>summary.md</c>: the variants of a session side by side. It shows figures and their certainty; it gives no verdict.</summary>
public static class SummaryReport
{
    public static string Render(SessionHeader header, Plan plan, IReadOnlyList<VariantResult> results)
    {
        var summaries = results.Select(VariantSummary.Of).ToList();
        string?[] parts = [Title(header, plan), Simulated(header), Comparison(summaries), Failures(summaries), Reading(summaries), Details(header, results)];
        return string.Join("\n", parts.OfType<string>());
    }

    private static string Title(SessionHeader header, Plan plan) => $"""
        # {Escape(plan.Title ?? plan.Name)}

        {Escape(header.Server.Name)} {Escape(header.Server.Version ?? "")} at {Escape(header.Server.Address.ToString())} · {Time(header.StartedAt)} · seed {header.Seed}

        """;

    internal static string? Simulated(SessionHeader header) => header.Server.IsSimulated
        ? "> **Simulated.** These figures come from the Simulator: they show how the tool works and say nothing about any real model.\n"
        : null;

    private static string Comparison(List<VariantSummary> summaries)
    {
        var largest = summaries.Max(one => one.DecodeTokensPerSecond?.Mean) ?? 0;
        var table = new MarkdownTable("Variant", "Quantization", ">Decode tok/s", "", ">Loads", ">TTFT ms", ">Load s", ">File", ">Requests", ">Not completed");
        foreach (var one in summaries)
        {
            table.Row(
                Escape(one.Variant), Escape(one.Quantization), Interval(one.DecodeTokensPerSecond), Bar(one.DecodeTokensPerSecond?.Mean, largest),
                Number(one.DecodeTokensPerSecond?.N, "0"), Milliseconds(one.TypicalTimeToFirstTokenSeconds), Seconds(one.LoadSeconds?.Mean), FileSize(one.FileSize),
                Number(one.Requests, "0"), Number(one.NotCompleted, "0"));
        }
        return $"## Comparison\n\n{table}";
    }

    private static string? Failures(List<VariantSummary> summaries)
    {
        var failed = summaries.Where(one => one.Failure is not null).Select(one => $"- **{Escape(one.Variant)}**: {Escape(one.Failure)}").ToList();
        return failed.Count == 0 ? null : $"## Not measured to the end\n\n{string.Join('\n', failed)}\n";
    }

    private static string Reading(List<VariantSummary> summaries)
    {
        var few = summaries.Any(one => one.DecodeTokensPerSecond is { N: < 3 })
            ? "\n- Some variants have fewer than three loads. Between loads decode speed moves by 2 to 5 %: small differences here mean nothing yet. More blocks in the plan make the intervals narrower."
            : "";
        return $"""
            ## How to read this

            - Decode tok/s is (N − k₁) / (last − first): tokens after the first text read over the time they took; mean over loads ± its 95 % t interval. One load has no interval.
            - TTFT is request sent → first non-empty text; the median over the cases of each case's median. Cold requests right after a load are kept apart in each variant's report.
            - Tokens per second compare quantizations of one model only: models cut text into tokens differently.{few}

            """;
    }

    private static string Details(SessionHeader header, IReadOnlyList<VariantResult> results)
    {
        var links = results.Select(result => $"- [{Escape(result.Variant.Id)}]({ResultFileName.Of(header, result.Variant)}.md)");
        return $"## Each variant\n\n{string.Join('\n', links)}\n";
    }
}
