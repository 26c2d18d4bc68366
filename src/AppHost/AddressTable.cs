using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost;

/// <summary>Where everything is, as a newcomer reads it in the terminal.</summary>
public sealed class AddressTable(ResourceNotificationService resources, IConfiguration configuration, AppHostOptions options)
{
    public string Render(Uri results)
    {
        (string Name, string? Address)[] lines =
        [
            ("Results page", results.ToString()),
            ("Aspire dashboard", Dashboard()),
            ("Simulator", AddressOf("simulator")?.ToString()),
            ("Session folders", options.ResultsFolder(configuration["AppHost:Directory"]!)),
        ];
        var shown = lines.Where(line => line.Address is not null).Select(line => $"  {line.Name,-18} {line.Address}");
        return $"{Environment.NewLine}{string.Join(Environment.NewLine, shown)}{Environment.NewLine}{Environment.NewLine}  Ctrl-C stops everything.{Environment.NewLine}";
    }

    /// <summary>With its token, so that one click logs in. Null where there is no dashboard, as in tests.</summary>
    private string? Dashboard() => AddressOf("aspire-dashboard", "http", "https") is not { } dashboard
        ? null
        : configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? new Uri(dashboard, $"/login?t={token}").ToString() : dashboard.ToString();

    /// <param name="resource">Its name.</param>
    /// <param name="endpoints">The endpoints that are for people: the dashboard has others, for telemetry. None takes the first there is.</param>
    private Uri? AddressOf(string resource, params string[] endpoints) =>
        resources.TryGetCurrentState(resource, out var found)
        && found.Snapshot.Urls.FirstOrDefault(url => !url.IsInternal && (endpoints.Length == 0 || endpoints.Contains(url.Name, StringComparer.Ordinal))) is { } url ? new Uri(url.Url) : null;
}
