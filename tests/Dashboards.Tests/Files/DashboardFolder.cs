namespace LlmObs.Dashboards.Tests.Files;

/// <summary>The repository's dashboards/.</summary>
internal static class DashboardFolder
{
    public static string Place { get; } = Path.Combine(Root(), "dashboards");

    public static string Prometheus { get; } = Path.Combine(Place, "prometheus");

    public static string Rules { get; } = Path.Combine(Prometheus, "rules");

    public static string Grafana { get; } = Path.Combine(Place, "grafana");

    public static IReadOnlyList<Dashboard> Dashboards { get; } =
        [.. Directory.GetFiles(Path.Combine(Grafana, "dashboards"), "*.json").Order(StringComparer.Ordinal).Select(Dashboard.Read)];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
