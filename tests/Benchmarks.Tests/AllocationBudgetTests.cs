using System.Diagnostics;
using System.Text.Json;

namespace LlmObs.Benchmarks.Tests;

/// <summary>The benchmarks' short form against <c>benchmarks/budgets.json</c>: what allocates more than it may fails here; time never does.</summary>
public sealed class AllocationBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_allocates_more_than_its_budget()
    {
        var budgets = Read(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "budgets.json"), Cancel));

        var measured = Read(await MeasureAsync());

        foreach (var (name, bytes) in measured)
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {bytes} bytes, budget {budgets.GetValueOrDefault(name)}");
        Assert.Equal(budgets.Keys.Order(StringComparer.Ordinal), measured.Keys.Order(StringComparer.Ordinal));
        Assert.All(measured, one => Assert.True(one.Value <= budgets[one.Key], $"{one.Key} allocates {one.Value} bytes, its budget is {budgets[one.Key]}. Find what allocates, or, where it is worth it, raise the budget in benchmarks/budgets.json."));
    }

    private static Dictionary<string, double> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, double>>(json)!;

    /// <summary>In a process of its own: the bytes are those of the whole process.</summary>
    private static async Task<string> MeasureAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LlmObs.Benchmarks.dll"), "--allocations"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(Cancel).WaitAsync(Patience, TimeProvider.System, Cancel);
            await process.WaitForExitAsync(Cancel);
            Assert.True(process.ExitCode == 0, $"It ended with {process.ExitCode}.");
            return said;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
