using System.Text;
using LlmObs.Measurements;
using LlmObs.Telemetry;
using LlmObs.Tests.Plans;

namespace LlmObs.Tests.Measurements;

/// <summary>docs/metrics.md is the catalogue. <c>LLMOBS_WRITE_DOCS=1</c> writes it anew.</summary>
public sealed class MetricsPageTests
{
    private static readonly string Place = Path.Combine(PlanFolder.Place, "..", "docs", "metrics.md");

    [Fact]
    public void The_page_of_metrics_is_the_catalogue()
    {
        if (Environment.GetEnvironmentVariable("LLMOBS_WRITE_DOCS") is "1")
            File.WriteAllText(Place, Page());

        Assert.Equal(Page(), File.ReadAllText(Place));
    }

    [Fact]
    public void Every_metric_is_in_the_catalogue_once_under_a_name_of_its_own()
    {
        var declared = typeof(Metrics).GetProperties().Where(property => property.PropertyType == typeof(Metric)).Select(property => (Metric)property.GetValue(null)!).ToList();

        Assert.Equal(declared.Select(metric => metric.Name).Order(StringComparer.Ordinal), Metrics.All.Select(metric => metric.Name).Order(StringComparer.Ordinal));
        Assert.Equal(declared.Count, declared.DistinctBy(metric => metric.Name, StringComparer.Ordinal).Count());
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Metrics

            What is taken from each request, under the names of the result files. A request that did not complete gives none of them and is counted; what nobody knows is null and prints as *n/a*.
            Each is kept as a distribution: n, mean, sd (n − 1), cv, min, p50, p90 (from n = 10), p95 (from 20), p99 (from 100), max. Percentiles are linear between order statistics.

            | metric | name in files | unit | definition | not to be taken for |
            |---|---|---|---|---|

            """);
        foreach (var metric in Metrics.All)
            page.Append("| ").AppendJoin(" | ", metric.Title, $"`{metric.Name}`", metric.Unit, metric.Definition.Replace("|", "\\|", StringComparison.Ordinal), metric.Rejected ?? "").Append(" |\n");
        page.Append("""

            Of a load: *load time*, explicit load call → loaded and confirmed, never a download; null for a model that was loaded before; those from the disk and those from the page cache are never averaged together. Of a variant: *decode speed over loads*, the mean of the loads' means with its 95 % t interval.
            Why decode speed is defined so: [decisions/how-decode-speed-is-defined.md](decisions/how-decode-speed-is-defined.md).

            What the machine did during a run – memory, energy, heat, flags – is defined in [decisions/what-the-machine-did-is-kept-with-the-run.md](decisions/what-the-machine-did-is-kept-with-the-run.md).

            # On the wire

            What the services publish at `/metrics` and over OTLP: the live view. The files above are the truth, and no comparison is ever read back from here.

            """);
        Table(page, "Requests, loads and the session under way (Runner)", RunnerInstruments.All);
        Table(page, "The latest result of every variant, from the session files (Runner)", VariantInstruments.All);
        Table(page, "The machine (Collector)", HostInstruments.All);
        return page.ToString();
    }

    private static void Table(StringBuilder page, string heading, IReadOnlyList<Instrument> instruments)
    {
        page.Append("\n## ").Append(heading).Append("\n\n| name | in Prometheus | kind | unit | what it is | labels |\n|---|---|---|---|---|---|\n");
        foreach (var one in instruments)
        {
            var labels = string.Join(" ", one.Labels.Select(label => $"`{Instruments.Label(label)}`"));
            page.Append("| ").AppendJoin(" | ", $"`{one.Name}`", $"`{one.PrometheusName}`", one.Kind.ToString().ToLowerInvariant(), one.Unit, one.Description, labels).Append(" |\n");
        }
    }
}
