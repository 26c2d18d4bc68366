using System.Globalization;
using LlmObs.Results;
using LlmObs.Runner.Telemetry;
using LlmObs.Telemetry;

namespace LlmObs.Runner.Tests.Telemetry;

public sealed class VariantGaugesTests : IDisposable
{
    private readonly SeenPoints _seen = new();
    private readonly Story _story = new();
    private readonly string _id = $"v-{Guid.NewGuid():N}";

    public void Dispose()
    {
        _story.Dispose();
        _seen.Dispose();
    }

    [Fact]
    public void A_variants_figures_are_those_over_its_loads()
    {
        Publish(Finished.Result(_id, 1, false, 46, 47, 51));

        Assert.Equal(47, Value(VariantInstruments.DecodeSpeedMedian));
        Assert.Equal(48, Value(VariantInstruments.DecodeSpeedMean));
        // t(0.975, 2) = 4.30265, s = 2.64575, n = 3
        Assert.Equal(48 - 6.5724, Value(VariantInstruments.DecodeSpeedLow), 1e-3);
        Assert.Equal(48 + 6.5724, Value(VariantInstruments.DecodeSpeedHigh), 1e-3);
        Assert.Equal(3, Value(VariantInstruments.Loads));
        Assert.Equal(11, Assert.Single(All(VariantInstruments.LoadTime)).Value);
        Assert.Equal(1000, Assert.Single(All(VariantInstruments.FileSize)).Value);
    }

    [Fact]
    public void Points_carry_the_labels_of_the_catalogue()
    {
        Publish(Finished.Result(_id, 1, false, 46, 47));

        foreach (var instrument in VariantInstruments.All)
            Assert.All(All(instrument), point => Assert.Equal(instrument.Labels.Order(StringComparer.Ordinal), point.Tags.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal("4", All(VariantInstruments.Loads)[0][Attributes.Bits]);
    }

    [Fact]
    public void Energy_heat_and_flags_are_there_where_somebody_watched()
    {
        Publish(Finished.Result(_id, 1, false, 46, 47));
        Assert.Empty(All(VariantInstruments.EnergyPerToken).Concat(All(VariantInstruments.MaxTemperature)).Concat(All(VariantInstruments.FlaggedRuns)));

        Publish(WatchedResult.Of(Finished.Result(_id, 2, false, 46, 47)));

        Assert.Equal((2, 100), (Assert.Single(All(VariantInstruments.EnergyPerToken)).Value, Assert.Single(All(VariantInstruments.MeanPower)).Value));
        Assert.Equal((71, 1), (Assert.Single(All(VariantInstruments.MaxTemperature)).Value, Assert.Single(All(VariantInstruments.FlaggedRuns)).Value));
        // the second load was a cached one: its time is in no average with the first
        Assert.Equal(10, Assert.Single(All(VariantInstruments.LoadTime)).Value);
    }

    [Fact]
    public void One_load_has_no_interval()
    {
        Publish(Finished.Result(_id, 1, false, 46));

        Assert.Equal(46, Value(VariantInstruments.DecodeSpeedMean));
        Assert.Empty(All(VariantInstruments.DecodeSpeedLow));
    }

    [Fact]
    public void The_latest_result_counts_in_whatever_order_they_come()
    {
        Publish(Finished.Result(_id, 3, false, 50), Finished.Result(_id, 2, false, 40));

        Assert.Equal(50, Value(VariantInstruments.DecodeSpeedMean));
    }

    [Fact]
    public void A_later_result_without_any_speed_does_not_push_out_an_earlier_one()
    {
        var failed = Finished.Result(_id, 3, false);
        Publish(Finished.Result(_id, 2, false, 40), failed);

        Assert.Equal(40, Value(VariantInstruments.DecodeSpeedMean));
        Assert.Equal(failed.StartedAt.ToUnixTimeSeconds(), Assert.Single(All(VariantInstruments.MeasuredAt)).Value);
    }

    [Fact]
    public void A_backend_named_or_taken_for_granted_is_one_variant()
    {
        var named = Finished.Result(_id, 3, false, 50);
        Publish(Finished.Result(_id, 2, false, 40), named with { Variant = named.Variant with { Backend = "llama.cpp" } });

        Assert.Equal(50, Value(VariantInstruments.DecodeSpeedMean));
    }

    [Fact]
    public void A_simulated_result_stands_beside_a_real_one_and_is_marked()
    {
        Publish(Finished.Result(_id, 2, false, 40), Finished.Result(_id, 3, true, 200));

        var points = All(VariantInstruments.DecodeSpeedMean).Where(point => point[Attributes.Case] is "all").ToDictionary(point => (string)point[Attributes.Simulated]!, point => point.Value, StringComparer.Ordinal);
        Assert.Equal((40, 200), (points["false"], points["true"]));
    }

    [Fact]
    public void A_folder_of_years_cannot_flood_Prometheus()
    {
        var many = Enumerable.Range(0, VariantGauges.MostVariants + 50).Select(number => Finished.Result(string.Create(CultureInfo.InvariantCulture, $"{_id}-{number}"), 1 + (number % 27), false, 40));

        _story.Telemetry.Publish(many);
        _seen.Observe();

        var published = Enumerable.Range(0, VariantGauges.MostVariants + 50).Sum(number => _seen.Of(VariantInstruments.FileSize, Attributes.Variant, string.Create(CultureInfo.InvariantCulture, $"{_id}-{number}")).Count);
        Assert.Equal(VariantGauges.MostVariants, published);
    }

    [Theory]
    [InlineData("Q4_K_M", "4"), InlineData("Q8_0", "8"), InlineData("BF16", "16"), InlineData("4bit", "4"), InlineData("IQ2_XS", "2"), InlineData("MXFP4", "4"), InlineData("unknown", "")]
    public void Nominal_bits_are_read_off_the_quantizations_name(string quantization, string bits) => Assert.Equal(bits, VariantTags.Bits(quantization));

    private void Publish(params VariantResult[] results)
    {
        _story.Telemetry.Publish(results);
        _seen.Observe();
    }

    private double Value(Instrument instrument) => Assert.Single(All(instrument), point => point[Attributes.Case] is "all").Value;

    private IReadOnlyList<SeenPoint> All(Instrument instrument) => _seen.Of(instrument, Attributes.Variant, _id);
}
