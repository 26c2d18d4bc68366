namespace LlmObs.AppHost.Monitoring;

/// <summary>A Grafana on the PATH, and where the files that belong to it are.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Arguments">What makes it serve.</param>
public sealed record GrafanaProgram(string Path, IReadOnlyList<string> Arguments)
{
    private const string OwnName = "grafana";
    private const string OldName = "grafana-server";
    private const string DebianHome = "/usr/share/grafana";

    public static GrafanaProgram? Find(OnPath programs)
    {
        if (programs.Find(OwnName, OldName) is not { } path)
            return null;
        string[] verb = System.IO.Path.GetFileNameWithoutExtension(path) == OwnName ? ["server"] : [];
        return new GrafanaProgram(path, Home(path) is { } home ? [.. verb, $"--homepath={home}"] : verb);
    }

    /// <summary>Homebrew keeps them in share beside bin, an unpacked archive above bin, Debian in a place of its own. Null lets Grafana guess.</summary>
    private static string? Home(string path)
    {
        var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string[] places = [Beside(path, "share", OwnName), Beside(real, "share", OwnName), Beside(real), DebianHome];
        return places.FirstOrDefault(place => File.Exists(System.IO.Path.Combine(place, "conf", "defaults.ini")));
    }

    private static string Beside(string program, params string[] names) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine([System.IO.Path.GetDirectoryName(program)!, "..", .. names]));
}
