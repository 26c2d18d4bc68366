using System.Text.RegularExpressions;

namespace LlmObs.Tests;

/// <summary>The map of the house. A room may use what stands beside it here and nothing else.</summary>
public sealed partial class RoomsTests
{
    private static readonly string[] Core = ["Plans", "Measurements", "Statistics", "Hardware", "Results", "Reports", "Telemetry"];

    private static readonly Dictionary<string, string[]> Map = new(StringComparer.Ordinal)
    {
        ["Plans"] = [],
        ["Measurements"] = [],
        ["Statistics"] = [],
        ["Hardware"] = [],
        ["Results"] = ["Plans", "Measurements", "Statistics", "Hardware"],
        ["Telemetry"] = [],
        ["Reports"] = ["Plans", "Measurements", "Statistics", "Hardware", "Results"],
        ["ServiceDefaults"] = [],
        ["Simulator.Hazards"] = [],
        ["Simulator.Machine"] = [],
        ["Simulator.Answers"] = ["Simulator.Machine"],
        ["Simulator.Streams"] = ["Simulator.Machine", "Simulator.Answers"],
        ["Simulator.Endpoints"] = ["Simulator.Machine", "Simulator.Streams"],
        ["Simulator"] = ["ServiceDefaults", "Simulator.Hazards", "Simulator.Machine", "Simulator.Answers", "Simulator.Streams", "Simulator.Endpoints"],
        ["Runner.Servers.Streaming"] = ["Measurements", "Plans"],
        ["Runner.Servers"] = ["Measurements", "Plans", "Results", "Runner.Servers.Streaming"],
        ["Runner.Results"] = [.. Core],
        ["Runner.Sessions"] = [.. Core, "Simulator", "Runner.Servers", "Runner.Results"],
        ["Runner.Pages"] = [.. Core, "ServiceDefaults", "Simulator", "Runner.Servers", "Runner.Results", "Runner.Sessions"],
        ["Runner.Cli"] = [.. Core, "ServiceDefaults", "Simulator", "Runner.Servers", "Runner.Results", "Runner.Sessions", "Runner.Pages", "Runner.Cli.Watching"],
        ["Runner"] = ["Runner.Cli"],
        ["AppHost.Monitoring"] = [],
        ["AppHost"] = ["AppHost.Monitoring"],
    };

    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["ServiceDefaults"] = [],
        ["Simulator"] = ["ServiceDefaults"],
        ["Runner"] = ["Core", "ServiceDefaults", "Simulator"],
        ["AppHost"] = ["Collector", "Runner", "Simulator"],
    };

    [Fact]
    public void A_room_uses_only_the_rooms_the_map_allows()
    {
        var strays = SourceFiles().SelectMany(file => Uses(file).Where(used => !IsAllowed(Room(file), used)).Select(used => $"{Relative(file)}: {used}"));

        Assert.Empty(strays);
    }

    [Fact]
    public void Every_folder_of_source_is_a_room_on_the_map()
    {
        var unknown = SourceFiles().Select(Room).Distinct(StringComparer.Ordinal).Where(room => !Map.ContainsKey(room));

        Assert.Empty(unknown);
    }

    [Fact]
    public void The_map_has_no_circle()
    {
        var left = Map.Keys.ToHashSet(StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var free = left.Where(room => !Map[room].Any(left.Contains)).ToList();
            Assert.True(free.Count > 0, $"A circle among {string.Join(", ", left)}");
            left.ExceptWith(free);
        }
    }

    [Fact]
    public void Projects_refer_only_to_the_projects_the_map_allows()
    {
        foreach (var (project, allowed) in Projects)
        {
            var text = File.ReadAllText(Path.Combine(Source, project, $"{project}.csproj"));
            Assert.Equal(allowed.Order(StringComparer.Ordinal), ProjectReference().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Core_has_no_package_but_MathNet_Numerics()
    {
        var text = File.ReadAllText(Path.Combine(Source, "Core", "Core.csproj"));

        Assert.Equal(["MathNet.Numerics"], PackageReference().Matches(text).Select(match => match.Groups["name"].Value), StringComparer.Ordinal);
        Assert.DoesNotContain("FrameworkReference", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Utils"), InlineData("Helpers"), InlineData("Common"), InlineData("Managers"), InlineData("Services"), InlineData("Interfaces")]
    public void No_room_is_a_lumber_room(string name) =>
        Assert.DoesNotContain(SourceFiles(), file => Relative(file).Split(Path.DirectorySeparatorChar).Contains(name, StringComparer.Ordinal));

    [Fact]
    public void No_file_is_longer_than_250_lines()
    {
        var tests = Path.Combine(Root, "tests");
        var tooLong = SourceFiles().Concat(CSharpFiles(tests)).Where(file => File.ReadLines(file).Count() > 250).Select(Relative);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Nothing_stands_between_us_and_a_server_under_test()
    {
        var resilient = SourceFiles().Concat(Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories))
            .Where(file => Resilience().IsMatch(File.ReadAllText(file))).Select(Relative);

        Assert.Empty(resilient);
    }

    private static string Root { get; } = FindRoot();

    private static string Source => Path.Combine(Root, "src");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LlmObs.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    private static IEnumerable<string> SourceFiles() => CSharpFiles(Source);

    private static IEnumerable<string> CSharpFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Root, file);

    /// <summary>src/Core/Plans/Plan.cs is in Plans; src/Runner/Sessions/… in Runner.Sessions.</summary>
    private static string Room(string file)
    {
        var folders = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar);
        var named = folders is ["Core", .. var inner] ? inner : folders;
        for (var depth = named.Length; depth > 1; depth--)
        {
            if (Map.ContainsKey(string.Join('.', named[..depth])))
                return string.Join('.', named[..depth]);
        }
        return string.Join('.', named);
    }

    private static IEnumerable<string> Uses(string file) =>
        Using().Matches(File.ReadAllText(file)).Select(match => match.Groups["static"].Success ? RoomOfType(match.Groups["name"].Value) : match.Groups["name"].Value);

    private static string RoomOfType(string type) => type[..type.LastIndexOf('.')];

    private static bool IsAllowed(string room, string used) =>
        room == used || Map.GetValueOrDefault(room, []).Contains(used, StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*(global )?using (?<static>static )?(\w+ = )?LlmObs\.(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Using();

    [GeneratedRegex("""ProjectReference Include="[^"]*/(?<name>\w+)\.csproj""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""PackageReference Include="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageReference();

    [GeneratedRegex("AddStandardResilienceHandler|AddResilienceHandler|Microsoft.Extensions.Http.Resilience|Polly", RegexOptions.None, 1000)]
    private static partial Regex Resilience();
}
