using System.Globalization;
using LlmObs.Measurements;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>A real router whose processes are killed while they load and while they answer. Only processes that this test's own router started are killed.</summary>
[Collection(nameof(Alone))]
public sealed class RealFaultsTests(LlamaFixture llama) : IClassFixture<LlamaFixture>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("llmobs-faults-").FullName;
    private readonly EventLog _seen = new();
    private Task _killing = Task.CompletedTask;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_whose_process_is_killed_while_it_loads_costs_only_its_variant()
    {
        var entries = await CampaignAsync(router => new Reaction<SessionEvent.StepBegan>(began => KillOnce(router, began.Step == RunStep.Load, TimeSpan.Zero)));

        var loads = entries.OfType<JournalEntry.Load>().ToList();
        Assert.Equal(LoadFailureCause.ProcessDied, loads[0].FailureCause);
        Assert.Null(loads[1].Failure);
        Assert.Equal([loads[1].Variant, loads[1].Variant], entries.OfType<JournalEntry.Request>().Select(request => request.Variant), StringComparer.Ordinal);
        Assert.All(entries.OfType<JournalEntry.Request>(), request => Assert.IsType<RequestOutcome.Completed>(request.Outcome));
    }

    [Fact]
    public async Task A_model_whose_process_is_killed_while_it_answers_costs_only_the_rest_of_its_run()
    {
        var entries = await CampaignAsync(router => new Reaction<SessionEvent.Requesting>(_ => KillOnce(router, isTime: true, TimeSpan.FromMilliseconds(700))));

        var requests = entries.OfType<JournalEntry.Request>().ToList();
        Assert.IsNotType<RequestOutcome.Completed>(requests[0].Outcome);
        Assert.True(requests.Count == 3, string.Join('\n', requests.Select(request => $"{request.Run} {request.Outcome}")) + string.Join('\n', _seen.Notices));
        Assert.All(requests.Skip(1), request => Assert.IsType<RequestOutcome.Completed>(request.Outcome));
        Assert.Contains("no longer in the server's memory", entries.OfType<JournalEntry.RunEnd>().First().Failure, StringComparison.Ordinal);
        Assert.Null(entries.OfType<JournalEntry.RunEnd>().Last().Failure);
    }

    private async Task<IReadOnlyList<JournalEntry>> CampaignAsync(Func<LlamaServerProcess, ISessionWatcher> killer)
    {
        llama.Demand();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The router's children are read from /proc.");
        await using var router = await LlamaServerProcess.StartRouterAsync(llama.Tools, await FolderAsync(), Cancel);
        await using var server = await new ServerConnector(TimeProvider.System).ConnectAsync(router.Address, null, Cancel);
        var request = new SessionRequest { Plan = Plan(), PlanFolder = ".", ResultsFolder = Path.Combine(_folder, "results") };

        var outcome = await new BenchmarkSession(server, TimeProvider.System, [_seen, killer(router)]).RunAsync(request, Cancel);

        await _killing;
        var ended = Assert.IsType<SessionOutcome.Ended>(outcome);
        Assert.True(ended.End == SessionEnd.CompletedWithFailures, $"{ended.End}\n{string.Join('\n', _seen.Notices)}\n{router.Said}");
        return ended.Content.Entries;
    }

    private void KillOnce(LlamaServerProcess router, bool isTime, TimeSpan later)
    {
        if (isTime && _killing == Task.CompletedTask)
            _killing = Task.Run(() => KillChildAsync(router.ProcessId, later), Cancel);
    }

    private static async Task KillChildAsync(int parent, TimeSpan later)
    {
        await Task.Delay(later, TimeProvider.System, Cancel);
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            if (Children(parent) is [var child, ..])
            {
                using var process = System.Diagnostics.Process.GetProcessById(child);
                process.Kill();
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancel);
        }
        Assert.Fail("The router started no process.");
    }

    private static List<int> Children(int parent) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0 && ParentOf(pid) == parent)];

    /// <summary>The fourth word of <c>stat</c>, after the name in brackets, which may hold blanks.</summary>
    private static int? ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<string> FolderAsync()
    {
        var models = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        foreach (var quantization in LlamaModels.Quantizations.Take(2))
        {
            var file = await llama.Models.FileAsync(quantization, Cancel);
            File.CreateSymbolicLink(Path.Combine(models, Path.GetFileName(file)), file);
        }
        return models;
    }

    private static Plan Plan() => SessionPlans.Of([.. LlamaModels.Quantizations.Take(2).Select(Variant)]).With(settings => settings with { Iterations = 2 }) with
    {
        Cases = [new Case { Id = "boxes", Category = "x", Prompt = "Say hello to the three boxes.", MaxTokens = 300 }],
    };

    private static Variant Variant(string quantization) => new()
    {
        Id = quantization,
        Model = "demo",
        Quantization = quantization,
        Format = ModelFormat.Gguf,
        Match = new MatchRule { Names = ["random-llama*"] },
    };
}
