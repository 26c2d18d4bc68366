using System.Globalization;
using System.Runtime.CompilerServices;
using LlmObs.Collector.Sensors;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class LineProgramTests
{
    /// <summary>Long, but not for ever, if the test itself is killed.</summary>
    private const string StayOpen = "sleep 60";

    private readonly FakeTimeProvider _clock = new(RunningCollector.Start);

    [Fact]
    public async Task The_latest_line_is_kept_with_its_age()
    {
        using var stub = new StubProgram("chatty", $"echo one; echo two; printf 'half a line'; {StayOpen}");
        using var program = new LineProgram(stub.Path, [], _clock);

        await UntilAsync(() => program.Latest?.Text is "two");
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(new ProgramLine("two", TimeSpan.FromSeconds(3)), program.Latest);
        Assert.Null(program.Trouble);
    }

    [Fact]
    public async Task Arguments_are_given_as_they_are()
    {
        using var stub = new StubProgram("chatty", $"echo \"$1|$2\"; {StayOpen}");
        using var program = new LineProgram(stub.Path, ["two words", "$HOME"], _clock);

        await UntilAsync(() => program.Latest is not null);

        Assert.Equal("two words|$HOME", program.Latest!.Text);
    }

    [Fact]
    public async Task Only_so_many_lines_are_kept_as_matter()
    {
        using var stub = new StubProgram("chatty", $"seq 1 10000; {StayOpen}");
        using var program = new LineProgram(stub.Path, [], _clock, kept: 3);

        await UntilAsync(() => program.Latest?.Text is "10000");

        Assert.Equal(["10000", "9999", "9998"], program.Recent.Select(line => line.Text));
    }

    [Fact]
    public async Task A_line_without_end_takes_no_memory_and_the_next_one_is_read()
    {
        using var stub = new StubProgram("garbage", $"echo before; head -c 5000000 /dev/zero; echo; head -c 100000 /dev/urandom; echo; echo after; {StayOpen}");
        using var program = new LineProgram(stub.Path, [], _clock, kept: 100_000);

        await UntilAsync(() => program.Latest?.Text is "after");

        Assert.Equal("before", program.Recent[^1].Text);
        Assert.All(program.Recent, line => Assert.InRange(line.Text.Length, 1, ShortLines.LongestBytes));
    }

    [Fact]
    public async Task A_program_that_ends_is_started_again_but_not_before_a_minute()
    {
        using var stub = new StubProgram("mortal", "echo $$; echo 'no device' >&2; exit 9");
        using var program = new LineProgram(stub.Path, [], _clock);
        await UntilAsync(() => program.Trouble is not null);
        var first = program.Latest!.Text;
        Assert.Contains("exit code 9, having said: no device. It is started again after a minute.", program.Trouble, StringComparison.Ordinal);

        var passed = TimeSpan.Zero;
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            passed += TimeSpan.FromSeconds(5);
            return program.Latest!.Text != first;
        });

        Assert.True(passed >= TimeSpan.FromMinutes(1), $"Started again after {passed}.");
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_and_costs_nothing_more()
    {
        using var program = new LineProgram("/nowhere/at-all", [], _clock);
        await UntilAsync(() => program.Trouble is not null);

        var none = Assert.Throws<InvalidDataException>(() => program.NotOlderThan(TimeSpan.FromSeconds(5)));

        Assert.StartsWith("at-all has written no line. It cannot be started:", none.Message, StringComparison.Ordinal);
        Assert.False(program.WaitForLine(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_program_that_cannot_be_read_is_told_and_ends_without_harm()
    {
        using var stub = new StubProgram("odd", $"echo one; {StayOpen}");
        var program = new LineProgram(stub.Path, [], _clock, isReading: _ => throw new InvalidOperationException("A bug."));

        await UntilAsync(() => program.Trouble is not null);
        program.Dispose();

        Assert.Equal("It cannot be read: A bug. It is started again after a minute.", program.Trouble);
    }

    [Fact]
    public void A_line_that_grew_old_is_not_shown_as_new()
    {
        using var stub = new StubProgram("silent", $"echo once; {StayOpen}");
        using var program = new LineProgram(stub.Path, [], _clock);
        Assert.True(program.WaitForLine(TimeSpan.FromMinutes(1)));

        Assert.Equal("once", program.NotOlderThan(TimeSpan.FromSeconds(5))[0].Text);
        _clock.Advance(TimeSpan.FromSeconds(7));

        var old = Assert.Throws<InvalidDataException>(() => program.NotOlderThan(TimeSpan.FromSeconds(5)));
        Assert.Equal("silent has written no line for 7 s.", old.Message);
    }

    [Fact]
    public async Task When_it_is_no_longer_wanted_the_program_and_what_it_started_have_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks into /proc.");
        using var stub = new StubProgram("parent", "sleep 60 & echo $$ $!; trap '' TERM INT; while :; do sleep 60; done");
        var program = new LineProgram(stub.Path, [], _clock);
        Assert.True(program.WaitForLine(TimeSpan.FromMinutes(1)));
        var processes = program.Latest!.Text.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        Assert.All(processes, id => Assert.True(Directory.Exists($"/proc/{id}")));

        program.Dispose();

        await UntilAsync(() => processes.TrueForAll(IsGone));
    }

    private static bool IsGone(int id)
    {
        try
        {
            // a child whose parent is gone may be left as an entry that only init can clear
            return File.ReadAllText($"/proc/{id}/stat").Split(' ')[2] is "Z";
        }
        // also while it is read: no such process
        catch (IOException)
        {
            return true;
        }
    }

    private static Task UntilAsync(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") => Waiting.UntilAsync(isSo, what);
}
