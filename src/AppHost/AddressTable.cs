using LlmObs.AppHost.Monitoring;
using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost;

/// <summary>Where everything is, as a newcomer reads it in the terminal.</summary>
public sealed class AddressTable(ResourceNotificationService resources, MonitoringStack monitoring, IConfiguration configuration, AppHostOptions options)
{
    private const string Root = "/";

    public string Render(Uri results)
    {
        (string Name, string? Address)[] lines =
        [
            ("Results page", results.ToString()),
            ("Aspire dashboard", Dashboard()),
            ("Grafana", AddressOf(GrafanaResource.Name, "/d/")),
            ("Prometheus", AddressOf(PrometheusResource.Name)),
            ("Simulator", AddressOf(Resources.Simulator)),
            ("Session folders", options.ResultsFolder(configuration["AppHost:Directory"]!)),
        ];
        var shown = lines.Where(line => line.Address is not null).Select(line => $"  {line.Name,-18} {line.Address}");
        var notices = monitoring.Notices.Select(notice => $"  {notice}");
        return string.Join(Environment.NewLine, ["", .. shown, "", .. notices, "  Ctrl-C stops everything.", ""]);
    }

    /// <summary>The address of a resource's first page, not of its metrics or the like.</summary>
    public static Uri? PageOf(CustomResourceSnapshot resource, string path = Root) => resource.Urls.Where(url => !url.IsInternal)
        .Select(url => new Uri(url.Url)).FirstOrDefault(url => path == Root ? url.AbsolutePath == Root : url.AbsolutePath.StartsWith(path, StringComparison.Ordinal));

    /// <summary>With its token, so that one click logs in. Null where there is no dashboard, as in tests.</summary>
    private string? Dashboard()
    {
        // its other endpoints are for telemetry
        var pages = resources.TryGetCurrentState("aspire-dashboard", out var found) ? found.Snapshot.Urls.Where(url => url.Name is "http" or "https") : [];
        if (pages.FirstOrDefault(url => !url.IsInternal) is not { } page)
            return null;
        return configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? new Uri(new Uri(page.Url), $"/login?t={token}").ToString() : new Uri(page.Url).ToString();
    }

    private string? AddressOf(string resource, string path = Root) =>
        resources.TryGetCurrentState(resource, out var found) ? PageOf(found.Snapshot, path)?.ToString() : null;
}
