using System.Text.RegularExpressions;

namespace LlmObs.Tests;

/// <summary>The map of the house. A room may use what stands beside it here and nothing else.</summary>
public sealed partial class RoomsTests
{
    private static readonly string[] Core = ["Plans", "Measurements", "Statistics", "Hardware", "Conditions", "Calibrations", "Sweeps", "Results", "Findings", "Imports", "Reports", "Telemetry", "Capacity", "Comparisons"];

    private static readonly Dictionary<string, string[]> Map = new(StringComparer.Ordinal)
    {
        ["Plans"] = [],
        ["Measurements"] = [],
        ["Statistics"] = [],
        ["Hardware"] = [],
        ["Capacity"] = ["Plans"],
        ["Conditions"] = ["Hardware", "Measurements"],
        ["Calibrations"] = ["Measurements", "Statistics", "Hardware"],
        ["Sweeps"] = ["Plans", "Measurements"],
        ["Results"] = ["Plans", "Measurements", "Statistics", "Hardware", "Conditions", "Calibrations", "Sweeps"],
        ["Telemetry"] = [],
        ["Findings"] = ["Plans", "Measurements", "Statistics", "Hardware", "Conditions", "Results"],
        ["Imports"] = ["Plans", "Measurements", "Statistics", "Calibrations", "Results", "Findings"],
        ["Comparisons"] = ["Plans", "Measurements", "Statistics", "Conditions", "Results"],
        ["Reports"] = ["Plans", "Measurements", "Statistics", "Hardware", "Conditions", "Calibrations", "Sweeps", "Results", "Imports"],
        ["ServiceDefaults"] = [],
        ["Simulator.Options"] = [],
        ["Simulator.Hazards"] = [],
        ["Simulator.Machine"] = ["Simulator.Options"],
        ["Simulator.Refusals"] = ["Simulator.Machine"],
        ["Simulator.Answers"] = ["Simulator.Options", "Simulator.Machine"],
        ["Simulator.Streams"] = ["Simulator.Options", "Simulator.Machine", "Simulator.Refusals", "Simulator.Answers"],
        ["Simulator.Endpoints"] = ["Simulator.Options", "Simulator.Machine", "Simulator.Refusals", "Simulator.Streams"],
        ["Simulator.Dialects"] = ["Simulator.Options", "Simulator.Machine", "Simulator.Streams", "Simulator.Endpoints"],
        ["Simulator"] = ["ServiceDefaults", "Simulator.Options", "Simulator.Hazards", "Simulator.Machine", "Simulator.Answers", "Simulator.Streams", "Simulator.Endpoints", "Simulator.Dialects"],
        ["Collector.Options"] = [],
        ["Collector.Native"] = [],
        ["Collector.Access"] = ["ServiceDefaults", "Collector.Options"],
        ["Collector.Sensors"] = ["Hardware", "Collector.Native"],
        ["Collector.Samples"] = ["Hardware", "Collector.Options", "Collector.Sensors"],
        ["Collector.Machines"] = ["Hardware", "Collector.Options", "Collector.Native", "Collector.Sensors", "Collector.Samples"],
        ["Collector.Servers"] = ["Hardware", "Collector.Native", "Collector.Sensors"],
        ["Collector.Telemetry"] = ["Hardware", "Telemetry", "Collector.Samples"],
        // Plans is where durations and sizes have their words
        ["Collector"] = ["Plans", "Hardware", "ServiceDefaults", "Collector.Options", "Collector.Access", "Collector.Sensors", "Collector.Samples", "Collector.Machines", "Collector.Servers", "Collector.Telemetry"],
        ["Runner.Servers.Streaming"] = ["Measurements", "Plans"],
        ["Runner.Programs"] = [],
        ["Runner.Servers.Lms"] = ["Plans", "Runner.Programs"],
        ["Runner.Servers"] = ["Measurements", "Plans", "Results", "Runner.Programs", "Runner.Servers.Streaming", "Runner.Servers.Lms"],
        ["Runner.ModelFiles"] = ["Plans", "Capacity"],
        ["Runner.Results"] = [.. Core],
        ["Runner.Host"] = ["Hardware", "Conditions", "Results"],
        ["Runner.Checks"] = ["Plans", "Hardware", "Conditions", "Results", "Runner.Host", "Runner.Servers"],
        ["Runner.Downloads"] = ["Plans", "Hardware", "Results", "Runner.Host", "Runner.Checks", "Runner.Servers"],
        ["Runner.Deletions"] = ["Plans", "Results", "Reports", "Runner.Servers"],
        ["Runner.Sessions"] = [.. Core, "Runner.Host", "Runner.Checks", "Simulator", "Simulator.Options", "Runner.Servers", "Runner.Servers.Streaming", "Runner.Results"],
        ["Runner.Telemetry"] = [.. Core, "Runner.Results", "Runner.Sessions"],
        ["Runner.Calibrations"] = ["Calibrations", "Measurements", "Plans", "Results", "Runner.Servers", "Runner.Servers.Streaming", "Runner.Results", "Runner.Sessions", "Runner.Telemetry"],
        ["Runner.Pages"] = [.. Core, "ServiceDefaults", "Simulator", "Runner.Checks", "Runner.Servers", "Runner.Results", "Runner.Sessions", "Runner.Telemetry"],
        ["Runner.Cli.Watching"] = [.. Core, "Runner.Sessions"],
        ["Runner.Cli.Fetching"] = ["Plans", "Runner.Servers", "Runner.Downloads", "Runner.Cli.Watching"],
        ["Runner.Cli.Doctor"] = ["Hardware", "Results", "Runner.Host", "Runner.Checks"],
        ["Runner.Cli.Comparing"] = ["Statistics", "Comparisons"],
        ["Runner.Cli.Fitting"] = ["Plans", "Capacity", "Runner.Servers", "Runner.ModelFiles"],
        ["Runner.Cli"] = [.. Core, "ServiceDefaults", "Simulator", "Simulator.Options", "Runner.Host", "Runner.Checks", "Runner.Servers", "Runner.Downloads", "Runner.Deletions", "Runner.Results", "Runner.Sessions", "Runner.Calibrations", "Runner.Telemetry", "Runner.Pages", "Runner.Cli.Watching", "Runner.Cli.Fetching", "Runner.Cli.Doctor", "Runner.Cli.Fitting", "Runner.Cli.Comparing", "Runner.ModelFiles"],
        ["Runner"] = ["Runner.Cli"],
        ["AppHost.Monitoring"] = [],
        ["AppHost"] = ["AppHost.Monitoring"],
    };

    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["ServiceDefaults"] = [],
        ["Simulator"] = ["ServiceDefaults"],
        ["Collector"] = ["Core", "ServiceDefaults"],
        ["Runner"] = ["Core", "ServiceDefaults", "Simulator"],
        ["AppHost"] = ["Collector", "Runner", "Simulator"],
    };

    [Fact]
    public void A_room_uses_only_the_rooms_the_map_allows()
    {
        var files = SourceFiles().ToList();
        var names = files.SelectMany(file => file.Names.Select(name => (file.Room, Name: name))).ToLookup(pair => pair.Room, pair => pair.Name, StringComparer.Ordinal);

        Assert.Empty(files.SelectMany(file => file.Uses(names).Except(Map.GetValueOrDefault(file.Room, []), StringComparer.Ordinal).Select(used => $"{file.Path}: {used}")));
    }

    [Fact]
    public void Every_folder_of_source_at_any_depth_is_a_room_on_the_map() =>
        Assert.Equal(Map.Keys.Order(StringComparer.Ordinal), SourceFiles().Select(file => file.Room).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void A_file_has_its_rooms_namespace() =>
        Assert.Empty(SourceFiles().Where(file => file.Namespace is not null && file.Namespace != file.Room).Select(file => file.Path));

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
        Assert.Equal(Projects.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
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
    public void No_room_is_a_lumber_room(string name) => Assert.DoesNotContain(SourceFiles(), file => file.Room.Split('.').Contains(name, StringComparer.Ordinal));

    [Fact]
    public void No_file_is_longer_than_250_lines() =>
        Assert.Empty(CSharpFiles(Source).Concat(CSharpFiles(Path.Combine(Root, "tests"))).Where(file => File.ReadLines(file).Count() > 250).Select(Relative));

    [Fact]
    public void Nothing_stands_between_us_and_a_server_under_test()
    {
        var resilient = CSharpFiles(Source).Concat(Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories))
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

    private static IEnumerable<SourceFile> SourceFiles() => CSharpFiles(Source).Select(file => new SourceFile(Relative(file), Room(file), File.ReadAllText(file)));

    private static IEnumerable<string> CSharpFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Root, file);

    /// <summary>src/Core/Plans/Plan.cs is in Plans; src/Runner/Servers/Streaming/Exchange.cs in Runner.Servers.Streaming.</summary>
    private static string Room(string file)
    {
        var folders = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar);
        return string.Join('.', folders is ["Core", .. var inner] ? inner : folders);
    }

    [GeneratedRegex("""ProjectReference Include="[^"]*/(?<name>\w+)\.csproj""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""PackageReference Include="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageReference();

    [GeneratedRegex("AddStandardResilienceHandler|AddResilienceHandler|Microsoft.Extensions.Http.Resilience|Polly", RegexOptions.None, 1000)]
    private static partial Regex Resilience();
}
