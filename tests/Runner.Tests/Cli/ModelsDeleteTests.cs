using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Runner.Tests.Servers.Dialects;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Cli;

public sealed class ModelsDeleteTests
{
    private const string Shelf = ".lmstudio/models/demo/demo-coder-GGUF";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_look_shows_files_sizes_the_total_and_why_the_others_stay()
    {
        using var llmobs = new CommandLine();
        await using var studio = await StudioAsync(llmobs);

        foreach (var args in new[] { new[] { "delete", "--dry-run" }, ["list"] })
        {
            var told = await RunAsync(llmobs, studio, args);

            Assert.True(told.ExitCode == 0, told.ToString());
            Assert.Contains("q6 stays (500 B): it is not completely measured (0 blocks are).", told.Output, StringComparison.Ordinal);
            Assert.Contains("q8 may be deleted: 1 block measured, 2 files, 1 kB\n  demo/demo-coder-GGUF/demo-coder-Q8_0-00001-of-00002.gguf  600 B\n  demo/demo-coder-GGUF/demo-coder-Q8_0-00002-of-00002.gguf  400 B\n", told.Output, StringComparison.Ordinal);
            Assert.Contains("May be deleted: 1 variant, 2 files, 1 kB.", told.Output, StringComparison.Ordinal);
        }
        Assert.Equal(3, Files(llmobs).Length);
    }

    [Theory]
    [InlineData("q8", 0, 1)]
    [InlineData(" q8 ", 0, 1)]
    [InlineData("yes", 130, 3)]
    [InlineData("", 130, 3)]
    public async Task Only_its_id_typed_in_full_deletes_it(string answer, int exitCode, int left)
    {
        using var llmobs = new CommandLine { Answer = answer };
        await using var studio = await StudioAsync(llmobs);

        var told = await RunAsync(llmobs, studio, "delete", "--only", "q8");

        Assert.True(told.ExitCode == exitCode, told.ToString());
        Assert.Equal(left, Files(llmobs).Length);
        Assert.Contains(left == 1 ? "Deleted: 2 of 2 files, 1 kB freed." : "Nothing was deleted.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_the_number_of_files_is_typed()
    {
        using var llmobs = new CommandLine { Answer = "3" };
        await using var studio = await StudioAsync(llmobs);

        var told = await RunAsync(llmobs, studio, "delete", "--even-unmeasured");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("Type 3 (the number of files)", told.Output, StringComparison.Ordinal);
        Assert.Empty(Files(llmobs));
        Assert.True(Directory.Exists(Path.Combine(llmobs.UserFolder, ".lmstudio/models")));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_deleted_without_yes()
    {
        using var llmobs = new CommandLine();
        await using var studio = await StudioAsync(llmobs);

        var told = await RunAsync(llmobs, studio, "delete");
        Assert.Equal((2, 3), (told.ExitCode, Files(llmobs).Length));
        Assert.Contains("Add --yes where that is meant", told.Error, StringComparison.Ordinal);

        var sure = await RunAsync(llmobs, studio, "delete", "--yes");
        Assert.True(sure.ExitCode == 0, sure.ToString());
        Assert.Single(Files(llmobs));
    }

    [Fact]
    public async Task What_is_loaded_stays()
    {
        using var llmobs = new CommandLine();
        await using var studio = await StudioAsync(llmobs, loaded: """[{"id":"mine","config":{"context_length":4096}}]""");

        var told = await RunAsync(llmobs, studio, "delete", "--only", "q8", "--yes");

        Assert.True(told.ExitCode == 2, told.ToString());
        Assert.Contains("it is loaded; unload it first: lms unload mine", told.Output, StringComparison.Ordinal);
        Assert.Equal(3, Files(llmobs).Length);
    }

    [Fact]
    public async Task What_is_loaded_while_the_person_thinks_stays()
    {
        using var llmobs = new CommandLine { Answer = "q8" };
        await using var studio = await StudioAsync(llmobs);
        llmobs.BeforeAnswer = () => studio.Says("GET /api/v1/models", Models("""[{"id":"mine"}]"""));

        var told = await RunAsync(llmobs, studio, "delete", "--only", "q8");

        Assert.True(told.ExitCode == 2, told.ToString());
        Assert.Contains("Something changed since the files were shown", told.Error, StringComparison.Ordinal);
        Assert.Equal(3, Files(llmobs).Length);
    }

    [Fact]
    public async Task A_plan_that_says_never_is_obeyed()
    {
        using var llmobs = new CommandLine();
        await using var studio = await StudioAsync(llmobs, deletion: ModelDeletion.Never);

        var told = await RunAsync(llmobs, studio, "delete", "--yes");

        Assert.True(told.ExitCode == 2, told.ToString());
        Assert.Contains("says that its models are never deleted", told.Error, StringComparison.Ordinal);
        Assert.Equal(3, Files(llmobs).Length);
    }

    [Fact]
    public async Task The_Simulators_word_deletes_nothing()
    {
        using var llmobs = new CommandLine();
        await using var studio = await StudioAsync(llmobs);

        var told = await llmobs.RunAsync("models", "delete", Path.Combine(llmobs.Folder, "plan.json"), "--yes", "--output", llmobs.Results, "--server", "simulator");
        var listed = await llmobs.RunAsync("models", "list", Path.Combine(llmobs.Folder, "plan.json"), "--server", "simulator");

        Assert.All([told, listed], one => Assert.True(one.ExitCode == 2, one.ToString()));
        Assert.All([told, listed], one => Assert.Contains("The Simulator's models lie on no disk: it has no files to list or to delete. Name LM Studio with --server.", one.Error, StringComparison.Ordinal));
        Assert.Equal(3, Files(llmobs).Length);
    }

    private static Task<Told> RunAsync(CommandLine llmobs, FakeServer studio, params string[] args) =>
        llmobs.RunAsync(["models", args[0], Path.Combine(llmobs.Folder, "plan.json"), .. args[1..], "--output", llmobs.Results, "--server", studio.Address.ToString()]);

    private static string[] Files(CommandLine llmobs) => Directory.GetFiles(llmobs.UserFolder, "*", SearchOption.AllDirectories);

    /// <summary>LM Studio with two models on the disk, of which q8 is measured – in truth by the Simulator, whose mark is taken off the files.</summary>
    private static async Task<FakeServer> StudioAsync(CommandLine llmobs, string loaded = "[]", ModelDeletion deletion = ModelDeletion.WhenAsked)
    {
        var plan = SessionPlans.Of(
            SessionPlans.Q8 with { Source = new VariantSource { Repository = "demo/demo-coder-GGUF", File = "Q8_0" } },
            SessionPlans.Q6 with { Source = new VariantSource { Repository = "demo/demo-coder-GGUF", File = "Q6_K" } })
            .With(settings => settings with { CleanUp = new CleanUp { DeleteModels = deletion } });
        await llmobs.RunAsync("run", llmobs.Write("plan.json", JsonSerializer.Serialize(plan, PlanJson.Options)), "--only", "q8", "--quiet", "--server", "simulator");
        foreach (var file in Directory.GetFiles(llmobs.Session, "*.json"))
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace("\"isSimulated\": true", "\"isSimulated\": false", StringComparison.Ordinal), Cancel);
        Put(llmobs, "demo-coder-Q8_0-00001-of-00002.gguf", 600);
        Put(llmobs, "demo-coder-Q8_0-00002-of-00002.gguf", 400);
        Put(llmobs, "demo-coder-Q6_K.gguf", 500);
        return await FakeLmStudio.StartAsync(Cancel, Models(loaded));
    }

    private static string Models(string loaded) => $$"""{"models":[{{Listed("q8_0", 1000, loaded)}},{{Listed("q6_k", 500, "[]")}}]}""";

    private static void Put(CommandLine llmobs, string name, int bytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(llmobs.UserFolder, Shelf)).FullName;
        File.WriteAllBytes(Path.Combine(folder, name), new byte[bytes]);
    }

    private static string Listed(string quantization, int bytes, string loaded) => $$"""
        {"type":"llm","publisher":"demo","key":"demo-coder@{{quantization}}","display_name":"Demo","architecture":"demo","quantization":{"name":"{{quantization.ToUpperInvariant()}}","bits_per_weight":8},
         "size_bytes":{{bytes}},"loaded_instances":{{loaded}},"max_context_length":8192,"format":"gguf"}
        """;
}
