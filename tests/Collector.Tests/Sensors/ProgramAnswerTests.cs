using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Tests.Sensors;

public sealed class ProgramAnswerTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_it_says_and_how_it_ends_is_the_answer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");

        Assert.Equal(new ProgramAnswer(3, "one\ntwo\n"), ProgramAnswer.Of("/bin/sh", ["-c", "echo one; echo trouble >&2; echo two; exit 3"], Long));
    }

    [Fact]
    public void A_program_that_hangs_is_ended_and_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");

        var silent = Assert.Throws<InvalidDataException>(() => ProgramAnswer.Of("/bin/sh", ["-c", "sleep 600"], TimeSpan.FromMilliseconds(50)));

        Assert.Equal("/bin/sh -c sleep 600 gave no answer in 0.05 s.", silent.Message);
    }

    [Fact]
    public void A_program_that_is_not_there_is_told() =>
        Assert.StartsWith("/usr/bin/no-such-pmset -g cannot be started:", Assert.Throws<InvalidDataException>(() => ProgramAnswer.Of("/usr/bin/no-such-pmset", ["-g"], Long)).Message, StringComparison.Ordinal);
}
