using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LlmObs.AppHost.Monitoring;
using Microsoft.Extensions.DependencyInjection;

namespace LlmObs.AppHost.Tests.Monitoring;

/// <summary>No engine is needed: the containers are looked at and not started.</summary>
public sealed class ContainerModelTests
{
    private static readonly DashboardFiles Files = new(Path.Combine(Repository.Folder, "dashboards"));
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder([]);

    [Fact]
    public async Task Prometheus_reads_the_repositorys_files_and_keeps_its_figures_for_two_years_in_a_volume()
    {
        var prometheus = _builder.AddPrometheusContainer(Files, isForGood: true, (_, _) => Task.FromResult("[]")).Resource;

        Assert.Equal("prom/prometheus:v3.14.0", ImageOf(prometheus));
        Assert.Equal(
            [
                $"{Files.PrometheusConfiguration} /etc/prometheus/prometheus.yml read-only",
                $"{Files.PrometheusRules} /etc/prometheus/rules read-only",
                "llmobs-prometheus /prometheus",
            ],
            MountsOf(prometheus));
        Assert.Equal(
            ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus", "--storage.tsdb.retention.time=2y", "--enable-feature=exemplar-storage", "--log.level=warn"],
            await ArgumentsOfAsync(prometheus));
    }

    [Fact]
    public async Task The_targets_are_put_into_the_container_when_it_is_made()
    {
        var prometheus = _builder.AddPrometheusContainer(Files, isForGood: true, (resource, _) => Task.FromResult($"seen by {resource.Name}")).Resource;
        var files = Assert.Single(prometheus.Annotations.OfType<ContainerFileSystemCallbackAnnotation>());

        await using var services = new ServiceCollection().BuildServiceProvider();
        var made = await files.Callback(new ContainerFileSystemCallbackContext { Model = prometheus, Services = services }, TestContext.Current.CancellationToken);

        Assert.Equal("/etc/prometheus/targets", files.DestinationPath);
        var file = Assert.IsType<ContainerFile>(Assert.Single(made));
        Assert.Equal(("llmobs.json", "seen by prometheus"), (file.Name, file.Contents));
    }

    [Fact]
    public void A_second_app_hosts_containers_keep_nothing()
    {
        var prometheus = _builder.AddPrometheusContainer(Files, isForGood: false, (_, _) => Task.FromResult("[]"));
        var grafana = _builder.AddGrafanaContainer(Files, isForGood: false, prometheus);

        Assert.All(MountsOf(prometheus.Resource).Concat(MountsOf(grafana.Resource)), mount => Assert.EndsWith("read-only", mount, StringComparison.Ordinal));
    }

    [Fact]
    public void Grafana_reads_the_repositorys_files_and_links_every_dashboard()
    {
        var prometheus = _builder.AddPrometheusContainer(Files, isForGood: true, (_, _) => Task.FromResult("[]"));
        var grafana = _builder.AddGrafanaContainer(Files, isForGood: true, prometheus).Resource;

        Assert.Equal("grafana/grafana:13.2.3", ImageOf(grafana));
        Assert.Equal(
            [
                $"{Files.GrafanaProvisioning} /etc/grafana/provisioning read-only",
                $"{Files.GrafanaDashboards} /etc/grafana/dashboards read-only",
                "llmobs-grafana /var/lib/grafana",
            ],
            MountsOf(grafana));
        Assert.Equal(Directory.GetFiles(Files.GrafanaDashboards, "*.json").Length, Files.Dashboards().Count);
        Assert.StartsWith("/d/", Files.Dashboards()[0].Path, StringComparison.Ordinal);
        Assert.Contains("Compar", Files.Dashboards()[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_waits_for_them_and_they_wait_for_nothing()
    {
        var prometheus = _builder.AddPrometheusContainer(Files, isForGood: true, (_, _) => Task.FromResult("[]"));
        _builder.AddGrafanaContainer(Files, isForGood: true, prometheus);

        Assert.Empty(_builder.Resources.SelectMany(resource => resource.Annotations.OfType<WaitAnnotation>()));
    }

    private static string ImageOf(IResource container)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        return $"{image.Image}:{image.Tag}";
    }

    private static async Task<IEnumerable<object>> ArgumentsOfAsync(IResource container)
    {
        var context = new CommandLineArgsCallbackContext([], container, TestContext.Current.CancellationToken);
        foreach (var arguments in container.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await arguments.Callback(context);
        return context.Args;
    }

    private static IEnumerable<string> MountsOf(IResource container) =>
        container.Annotations.OfType<ContainerMountAnnotation>().Select(mount => $"{mount.Source} {mount.Target}{(mount.IsReadOnly ? " read-only" : "")}");
}
