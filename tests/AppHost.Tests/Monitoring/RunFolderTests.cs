using LlmObs.AppHost.Monitoring;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.AppHost.Tests.Monitoring;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("llmobs-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task It_shows_the_sources_and_is_gone_afterwards_without_them()
    {
        var source = Directory.CreateDirectory(Path.Combine(_data, "source", "rules"));
        await File.WriteAllTextAsync(Path.Combine(source.FullName, "a.yml"), "groups: []", TestContext.Current.CancellationToken);
        var run = await RunFolder.CreateAsync(_data, TimeProvider.System);

        run.Borrow(source.FullName);

        Assert.Equal("groups: []", await File.ReadAllTextAsync(Path.Combine(run.Path, "rules", "a.yml"), TestContext.Current.CancellationToken));
        await run.DisposeAsync();
        Assert.Equal(source.Parent!.FullName, Assert.Single(Directory.GetFileSystemEntries(_data)));
        Assert.Single(source.GetFiles());
    }

    [Fact]
    public async Task What_a_killed_app_host_left_is_cleared_away_and_what_a_living_one_uses_is_not()
    {
        await using var living = await RunFolder.CreateAsync(_data, TimeProvider.System);
        var left = Path.Combine(_data, "run-1-left");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(left).FullName, "llmobs.json"), "[]", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(left + ".lock", "", TestContext.Current.CancellationToken);

        await using var next = await RunFolder.CreateAsync(_data, TimeProvider.System);

        Assert.Equal(new[] { living.Path, next.Path }.Order(), Directory.GetDirectories(_data).Order());
        Assert.Equal(2, Directory.GetFiles(_data, "*.lock").Length);
    }

    [Fact]
    public async Task The_store_belongs_to_one_app_host_at_a_time()
    {
        using var first = await TakeAsync(isInUse: false);
        using var second = await TakeAsync(isInUse: false);
        first.Dispose();
        using var third = await TakeAsync(isInUse: false);

        Assert.Equal([true, false, true], new[] { first, second, third }.Select(store => store.IsForGood || store == first));
        Assert.Contains("keeps its own until it ends", second.Notice, StringComparison.Ordinal);
        Assert.Null(third.Notice);
    }

    [Fact]
    public async Task A_Prometheus_that_outlived_its_app_host_keeps_the_store_until_it_is_gone()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(4) };
        var store = Directory.CreateDirectory(Path.Combine(_data, "prometheus")).FullName;

        using (HeldFile.TryHold(Path.Combine(store, "lock")))
        {
            using var meanwhile = await FigureStore.TakeAsync(_data, () => Task.FromResult(PrometheusProgram.Holds(store)), clock);
            Assert.False(meanwhile.IsForGood);
        }
        using var afterwards = await FigureStore.TakeAsync(_data, () => Task.FromResult(PrometheusProgram.Holds(store)), clock);

        Assert.True(afterwards.IsForGood);
    }

    private Task<FigureStore> TakeAsync(bool isInUse) => FigureStore.TakeAsync(_data, () => Task.FromResult(isInUse), TimeProvider.System);
}
