using System.Text.Json;
using LlmObs.Hardware;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Cli.Doctor;
using LlmObs.Runner.Tests.Checks;
using LlmObs.Runner.Tests.Host;

namespace LlmObs.Runner.Tests.Cli.Doctor;

public sealed class MachineFileTests : IDisposable
{
    private const string User = "jacky";
    private const string Host = "Jackys-Studio.local";
    private static readonly Anonymous Nobody = new(User, Host, "/Users/jacky");
    private readonly CommandLine _llmobs = new();

    public void Dispose() => _llmobs.Dispose();

    [Fact]
    public void Nothing_in_it_tells_whose_machine_it_is()
    {
        var report = Given.Report with
        {
            Machine = Given.Report.Machine with { OperatingSystem = "Darwin JACKYS-STUDIO.LOCAL 25.1", Processor = "jacky's M3" },
            Sensors = [new SensorState("macmon of jacky", "/Users/jacky/bin/macmon", "/Users/jacky/bin/macmon ended on Jackys-Studio."), new SensorState("disk /Volumes/Backup of Jacky", "statfs", null)],
            Absent = [new AbsentSensor("power", "there is no /home/someone/else.txt on Jackys-Studio")],
            BiggestProcesses = [new ProcessUse(7, "SecretEditor", 99)],
        };
        var samples = new[] { new HostSample { At = Given.Now }.WithTemperature("jacky disk", 40).WithStorage("/Volumes/Backup of Jacky", new StorageSpace(1, 2)).WithStorage("/", new StorageSpace(3, 4)) };
        var server = Given.LmStudio(Given.Model("private/finetune", isLoaded: true));
        var found = Given.Nothing with { Collector = Given.Machine(9, 9, report), Machine = Given.Machine(9, 9, report), Server = server with { Identity = server.Identity with { Address = new Uri("http://jackys-studio.local:1234/"), Version = "0.4 on Jackys-Studio" } } };

        var text = JsonSerializer.Serialize(new MachineFileMaker(Nobody).Make(found, Checklist.Look(found), report.Machine, samples, "0.1.0"));

        Assert.All(new[] { "jacky", "Studio.local", "/Users/", "/home/", "someone", "SecretEditor", "finetune", "Volumes", "Backup" }, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        // what it is made for is still there
        Assert.All(new[] { "macmon", "M3", "LM Studio", "\"/\"", "disk 1", "99" }, kept => Assert.Contains(kept, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mem", "memory of mem", "memory of <user>")]
    [InlineData("jacky", "JACKY and jackyson", "<user> and jackyson")]
    [InlineData("", "nobody", "nobody")]
    [InlineData("x", "disk /Volumes/Backup of Jo cannot be read", "disk <disk>")]
    [InlineData("j", @"C:\Users\Other\x and /home/jo/.cache: full", "~\\x and ~/.cache: full")]
    public void Names_go_as_whole_words_and_own_folders_whoever_owns_them(string user, string text, string expected) =>
        Assert.Equal(expected, new Anonymous(user, "", "").Of(text));

    [Fact]
    public async Task A_real_one_names_neither_this_user_nor_this_host_nor_any_program()
    {
        var sample = new HostSample { At = Given.Now, MemoryTotalBytes = 9, MemoryUsedBytes = 4 };
        await using var collector = await FakeCollector.StartAsync((_, to) => Enumerable.Repeat(sample with { At = to }, 12));
        collector.Report = Given.Report with
        {
            IntervalSeconds = 0.1,
            Sensors = [new SensorState("memory", $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/x", $"not for {Environment.UserName} on {Environment.MachineName}")],
            BiggestProcesses = [new ProcessUse(7, "SecretEditor", 99)],
        };
        var file = Path.Combine(_llmobs.Folder, "machine.json");

        var told = await _llmobs.RunAsync("doctor", "--server", "simulator", "--collector", $"{collector.Address}", "--report", file);

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("Waiting for 10 samples: about 1 s.", told.OutputLines);
        Assert.Contains(told.OutputLines, line => line.StartsWith($"Written: {file}", StringComparison.Ordinal));
        Assert.DoesNotMatch($@"(?i)\b{System.Text.RegularExpressions.Regex.Escape(Environment.MachineName)}\b", text);
        Assert.DoesNotContain("SecretEditor", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.Contains("\"source\": \"~/x\"", text, StringComparison.Ordinal);
        Assert.Contains("\"trouble\": \"not for <user> on <host>\"", text, StringComparison.Ordinal);
        Assert.Equal(10, JsonElement.Parse(text).GetProperty("samples").GetArrayLength());
    }
}
