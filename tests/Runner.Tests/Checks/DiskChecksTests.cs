using LlmObs.Hardware;
using LlmObs.Plans;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Checks;

public sealed class DiskChecksTests
{
    private static readonly Variant Missing = SessionPlans.Missing with { FileSize = new DataSize(130_000_000_000) };
    private static readonly Circumstances Fetching = Given.Nothing with { Server = Given.LmStudio(Given.Model("q8")), ToFetch = [Missing] };

    [Theory]
    [InlineData(50_000, "Ok")]
    [InlineData(1_000, "Warning")]
    [InlineData(200, "Blocker")]
    public void The_sessions_folder_needs_room(int megabytes, string expected)
    {
        var line = Assert.Single(new SessionDiskCheck().Look(With(megabytes).Measuring(SessionPlans.Q8)));

        Assert.Equal(expected, line.Verdict.ToString());
        Assert.Contains("free for results; the session may take 5.1 kB", line.Text, StringComparison.Ordinal);
        Assert.Equal(expected == nameof(CheckVerdict.Ok), line.Remedy is null);
    }

    [Fact]
    public void A_long_plan_needs_more_of_it()
    {
        var plan = SessionPlans.Of() with { Cases = [SessionPlans.Of().Cases[0] with { MaxTokens = 50_000_000 }] };

        Assert.Equal(CheckVerdict.Blocker, Assert.Single(new SessionDiskCheck().Look((With(4_000) with { Plan = plan }).Measuring(SessionPlans.Q8))).Verdict);
    }

    [Fact]
    public void A_disk_that_does_not_tell_is_not_judged() =>
        Assert.Equal(["Unknown: the disk of results does not tell how full it is."], Given.Nothing.Says(new SessionDiskCheck()));

    [Fact]
    public void The_disk_of_a_folder_that_is_not_there_yet_is_that_of_its_parent()
    {
        var disk = LocalDisk.Of(Path.Combine(Path.GetTempPath(), "not", "there", "yet"));

        Assert.InRange(disk!.FreeBytes, 0, disk.TotalBytes);
    }

    [Theory]
    [InlineData(500, "Ok: still to be fetched: 1 variant, 130 GB; the disk of your folder has 500 GB free.")]
    [InlineData(100, "Warning: still to be fetched: 1 variant, 130 GB; the disk of your folder has 100 GB free. Free it, or fetch some with models download --only: what is not there is left out.")]
    public void Models_still_to_be_fetched_need_room(int gigabytes, string expected) =>
        Assert.Equal([expected], (Fetching with { HomeDisk = new StorageSpace(gigabytes * 1_000_000_000L, 1_000_000_000_000) }).Says(new ModelDiskCheck()));

    [Fact]
    public void Where_a_model_lies_already_the_next_will_lie_too()
    {
        var sample = new HostSample { At = Given.Now }.WithStorage("/", new StorageSpace(1, 2)).WithStorage("/models", new StorageSpace(500_000_000_000, 1_000_000_000_000));
        var server = Given.LmStudio(Given.Model("q8") with { Path = "/models/demo/q8.gguf" });

        Assert.EndsWith("the disk at /models has 500 GB free.", Assert.Single((Fetching with { Server = server, Machine = new WitnessFacts { Samples = [sample] } }).Says(new ModelDiskCheck())), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_another_machine_only_its_Collector_can_tell()
    {
        var server = Fetching.Server! with { Identity = Fetching.Server!.Identity with { Address = new Uri("http://mac:1234/") } };
        var elsewhere = Fetching with { Server = server, HomeDisk = new StorageSpace(9, 9) };
        var sample = new HostSample { At = Given.Now }.WithStorage("/", new StorageSpace(500_000_000_000, 1_000_000_000_000));

        Assert.EndsWith("how full the models' disk is, is not known.", Assert.Single(elsewhere.Says(new ModelDiskCheck())), StringComparison.Ordinal);
        Assert.EndsWith("the disk at / has 500 GB free.", Assert.Single((elsewhere with { Machine = new WitnessFacts { Samples = [sample] } }).Says(new ModelDiskCheck())), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_fetch_needs_no_room_and_without_a_server_it_is_not_known()
    {
        Assert.Equal(["Ok: every model of the plan is on the server."], (Fetching with { ToFetch = [] }).Says(new ModelDiskCheck()));
        Assert.Equal(["Unknown: without a server it is not known which models are still to be fetched."], Given.Nothing.Says(new ModelDiskCheck()));
    }

    private static Circumstances With(long megabytes) => Given.Nothing with { Server = Given.LmStudio(), SessionDisk = new StorageSpace(megabytes * 1_000_000, 100_000_000_000) };
}
