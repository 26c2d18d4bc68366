using LlmObs.Runner.Cli;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Runner.Tests.Cli;

public sealed class UntilTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 4, 22, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("07:00", "2026-02-05T07:00:00Z")]
    [InlineData("7:00", "2026-02-05T07:00:00Z")]
    [InlineData("23:15", "2026-02-04T23:15:00Z")]
    [InlineData("22:30", "2026-02-05T22:30:00Z")]
    public void It_is_the_next_time_the_clock_shows_it(string text, string expected)
    {
        var mistakes = new List<string>();

        var until = RunOptionRules.Until(text, _clock, mistakes);

        Assert.Empty(mistakes);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), until);
    }

    [Theory, InlineData("7"), InlineData("25:00"), InlineData("07:00 am"), InlineData("")]
    public void What_is_no_time_of_day_is_a_mistake(string text)
    {
        var mistakes = new List<string>();

        Assert.Null(RunOptionRules.Until(text, _clock, mistakes));

        Assert.Contains("07:00", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_local_time()
    {
        _clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east"));

        var until = RunOptionRules.Until("07:00", _clock, []);

        Assert.Equal(new DateTimeOffset(2026, 2, 5, 7, 0, 0, TimeSpan.FromHours(8)), until);
    }
}
