namespace LlmObs.Runner.Servers.Lms;

/// <summary>LM Studio on this machine: its command line program and its folder.</summary>
/// <param name="Program">Where <c>lms</c> lies; null where there is none.</param>
/// <param name="Home">Its folder: models, settings, the program itself.</param>
internal sealed record LmsInstallation(string? Program, string Home)
{
    /// <summary>The first <c>lms</c> of the PATH, else the one in LM Studio's own folder.</summary>
    public static LmsInstallation OnThisMachine()
    {
        var home = FindHome(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        var name = OperatingSystem.IsWindows() ? "lms.exe" : "lms";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var program = folders.Append(Path.Combine(home, "bin")).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return new LmsInstallation(program, home);
    }

    /// <summary>As LM Studio's own <c>findLMStudioHome</c> looks for it, but writing nothing: the pointer file, the older cache folder, ~/.lmstudio.</summary>
    public static string FindHome(string userProfile)
    {
        var pointer = Path.Combine(userProfile, ".lmstudio-home-pointer");
        if (File.Exists(pointer) && ReadPointer(pointer) is { } named && Path.IsPathFullyQualified(named))
            return named;
        var older = Path.Combine(userProfile, ".cache", "lm-studio");
        return Directory.Exists(older) ? older : Path.Combine(userProfile, ".lmstudio");
    }

    private static string? ReadPointer(string pointer)
    {
        try
        {
            return File.ReadAllText(pointer).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // then it is where it is for everyone else
            return null;
        }
    }
}
