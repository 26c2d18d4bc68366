using LlmObs.Plans;
using LlmObs.Reports;
using LlmObs.Statistics;

namespace LlmObs.Tests.Reports;

/// <summary>Figures and words as people read them.</summary>
public sealed class ReportTextTests
{
    [Theory]
    [InlineData(23.83, "+0.00;−0.00;0.00", "+23.83"), InlineData(-2310.5, "+0.00;−0.00;0.00", "−2,310.50"), InlineData(0, "+0.00;−0.00;0.00", "0.00"), InlineData(12345, "0", "12,345"), InlineData(0.5, "0.####", "0.5")]
    public void Thousands_are_parted_in_every_section_of_a_format(double value, string format, string expected) => Assert.Equal(expected, ReportText.Number(value, format));

    [Fact]
    public void A_named_format_would_be_garbled_and_is_refused() => Assert.Throws<FormatException>(() => ReportText.Number(16, "N0"));

    [Theory]
    [InlineData(null, "n/a")]
    [InlineData("", "")]
    [InlineData("Q4_K_M", "Q4_K_M")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<script>*x*</script>", "\\<script\\>\\*x\\*\\</script\\>")]
    [InlineData("[x](y) `z` {q} ~a~ #1", "\\[x\\](y) \\`z\\` \\{q\\} \\~a\\~ \\#1")]
    [InlineData("C:\\models", "C:\\\\models")]
    [InlineData("one\r\ntwo\nthree\u2028four", "one two three four")]
    public void Words_from_outside_cannot_become_Markdown(string? text, string expected) => Assert.Equal(expected, ReportText.Escape(text));

    [Fact]
    public void What_is_unknown_is_not_available_and_zero_is_zero()
    {
        Assert.All([ReportText.Number(null), ReportText.Milliseconds(null), ReportText.Seconds(null), ReportText.FileSize(null), ReportText.Interval(null)], text => Assert.Equal("n/a", text));
        Assert.Equal(("0.0", "0.0", "0.00"), (ReportText.Number(0), ReportText.Milliseconds(0), ReportText.Seconds(0)));
    }

    [Theory]
    [InlineData(0.0123, "12.3")]
    [InlineData(0.0999, "99.9")]
    [InlineData(0.1, "100")]
    [InlineData(12.3456, "12,346")]
    public void Milliseconds_have_a_decimal_where_it_says_something(double seconds, string expected) => Assert.Equal(expected, ReportText.Milliseconds(seconds));

    [Theory]
    [InlineData(9.994, "9.99")]
    [InlineData(10, "10.0")]
    public void Seconds_have_two_decimals_under_ten(double seconds, string expected) => Assert.Equal(expected, ReportText.Seconds(seconds));

    [Fact]
    public void An_interval_has_its_half_width_where_there_is_one()
    {
        Assert.Equal("47.0 ± 0.6", ReportText.Interval(new MeanInterval(6, 47, 0.61)));
        Assert.Equal("47.0", ReportText.Interval(new MeanInterval(1, 47, null)));
    }

    [Theory]
    [InlineData(100.0, 100.0, "████████████████████")]
    [InlineData(50.0, 100.0, "██████████")]
    [InlineData(53.0, 100.0, "██████████▋")]
    [InlineData(0.1, 100.0, "")]
    [InlineData(0.0, 100.0, "")]
    [InlineData(null, 100.0, "")]
    [InlineData(1.0, 0.0, "")]
    public void A_bar_is_as_long_as_the_value_is_of_the_largest(double? value, double largest, string expected) => Assert.Equal(expected, ReportText.Bar(value, largest));

    [Fact]
    public void A_quantization_has_its_format_where_it_is_known()
    {
        var variant = new Variant { Id = "a", Model = "a", Quantization = "4bit", Format = ModelFormat.Mlx };

        Assert.Equal("4bit MLX", ReportText.Quantization(variant));
        Assert.Equal("4bit", ReportText.Quantization(variant with { Format = ModelFormat.Other }));
    }

    [Fact]
    public void A_time_is_told_in_UTC() =>
        Assert.Equal("2026-02-04 01:30:15 UTC", ReportText.Time(new DateTimeOffset(2026, 2, 4, 9, 30, 15, TimeSpan.FromHours(8))));
}
