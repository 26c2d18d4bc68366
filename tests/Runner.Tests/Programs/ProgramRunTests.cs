using System.Diagnostics;
using LlmObs.Runner.Programs;

namespace LlmObs.Runner.Tests.Programs;

public sealed class ProgramRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_gets_its_arguments_one_by_one_and_no_shell_reads_them()
    {
        using var program = new StubProgram("say", "for word in \"$@\"; do echo \"<$word>\"; done; echo trouble >&2; exit 3");

        var output = await RunAsync(program, ["a b", "$(id)", "; echo c", "\"d"]);

        Assert.Equal("<a b>\n<$(id)>\n<; echo c>\n<\"d>\n", output.Output);
        Assert.Equal("trouble\n", output.Errors);
        Assert.Equal((ProgramEnd.Exited, 3, false), (output.End, output.ExitCode, output.IsGood));
    }

    [Fact]
    public async Task A_program_that_reads_its_input_finds_it_ended()
    {
        using var program = new StubProgram("ask", "printf 'Sure? '; if read answer; then echo \"got $answer\"; else echo 'nobody answers'; fi");

        Assert.Equal("Sure? nobody answers\n", (await RunAsync(program, [])).Output);
    }

    [Fact]
    public async Task One_that_takes_too_long_is_ended_with_all_it_started_and_what_it_said_is_kept()
    {
        using var program = new StubProgram("hang", "sleep 600 & echo $! > child; echo 'Which one? |'; wait");

        var output = await ProgramRun.RunAsync(program.Path, [], TimeSpan.FromSeconds(1), TimeProvider.System, null, Cancel);

        Assert.Equal((ProgramEnd.TimedOut, null, "Which one? |"), (output.End, output.ExitCode, output.LastWords));
        Assert.True(await IsGoneAsync(int.Parse(await File.ReadAllTextAsync(program.In("child"), Cancel), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task One_that_is_not_wanted_any_more_is_ended_and_hands_back_what_it_said()
    {
        using var program = new StubProgram("hang", "echo begun; sleep 600");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var output = await ProgramRun.RunAsync(program.Path, [], Timeout.InfiniteTimeSpan, TimeProvider.System, _ => stop.Cancel(), stop.Token);

        Assert.Equal((ProgramEnd.Cancelled, "begun"), (output.End, output.LastWords));
    }

    [Fact]
    public async Task What_a_program_leaves_running_does_not_hold_its_answer_back()
    {
        using var program = new StubProgram("wake", "sleep 600 & echo $! > child; echo done");

        var output = await RunAsync(program, []);
        Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(program.In("child"), Cancel), System.Globalization.CultureInfo.InvariantCulture)).Kill();

        Assert.Equal(("done\n", true), (output.Output, output.IsGood));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_said_to_be_missing()
    {
        var output = await ProgramRun.RunAsync("/nowhere/lms", [], TimeSpan.FromSeconds(5), TimeProvider.System, null, Cancel);

        Assert.Equal(ProgramEnd.NotStarted, output.End);
        Assert.StartsWith("/nowhere/lms could not be started: ", output.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_line_written_over_and_over_the_last_is_kept_and_no_colour()
    {
        using var program = new StubProgram("spin", @"printf '\033[?25l\rLoading m 10%% x\rLoading m 55%% y\n\033[31mError\033[39m: no\n'");

        Assert.Equal("Loading m 55% y / Error: no", (await RunAsync(program, [])).LastWords);
    }

    private static Task<ProgramOutput> RunAsync(StubProgram program, IReadOnlyList<string> arguments) =>
        ProgramRun.RunAsync(program.Path, arguments, TimeSpan.FromSeconds(60), TimeProvider.System, null, Cancel);

    /// <summary>Killed a moment ago, it may still be in the table.</summary>
    private static async Task<bool> IsGoneAsync(int pid)
    {
        for (var look = 0; look < 100; look++)
        {
            if (!File.Exists($"/proc/{pid}/stat") || (await File.ReadAllTextAsync($"/proc/{pid}/stat", Cancel)).Contains(") Z ", StringComparison.Ordinal))
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
        return false;
    }
}
