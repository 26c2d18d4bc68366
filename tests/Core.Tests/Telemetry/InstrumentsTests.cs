using System.Text.RegularExpressions;
using LlmObs.Telemetry;

namespace LlmObs.Tests.Telemetry;

/// <summary>The catalogue of metrics on the wire.</summary>
public sealed partial class InstrumentsTests
{
    private static readonly string[] Conventions = ["gen_ai.", "system.", "process.", "hw."];

    [Fact]
    public void Every_instrument_declared_is_in_the_catalogue_under_a_name_of_its_own()
    {
        var declared = new[] { typeof(RunnerInstruments), typeof(VariantInstruments), typeof(HostInstruments) }
            .SelectMany(home => home.GetProperties()).Where(property => property.PropertyType == typeof(Instrument)).Select(property => ((Instrument)property.GetValue(null)!).Name).ToList();

        Assert.Equal(declared.Order(StringComparer.Ordinal), Instruments.All.Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(declared.Count, Instruments.All.DistinctBy(one => one.PrometheusName, StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_name_is_a_conventions_own_or_ours()
    {
        var strays = Instruments.All.Where(one => !one.Name.StartsWith("llmobs.", StringComparison.Ordinal) && !Conventions.Any(prefix => one.Name.StartsWith(prefix, StringComparison.Ordinal)));

        Assert.Empty(strays);
        Assert.All(Instruments.All, one => Assert.Matches(OtelName(), one.Name));
    }

    [Fact]
    public void Every_instrument_says_what_it_is_and_in_which_unit()
    {
        Assert.All(Instruments.All, one => Assert.EndsWith(".", one.Description, StringComparison.Ordinal));
        Assert.All(Instruments.All, one => Assert.NotEmpty(one.Unit));
    }

    [Fact]
    public void Only_histograms_have_buckets_and_theirs_rise()
    {
        Assert.All(Instruments.All, one => Assert.Equal(one.Kind == InstrumentKind.Histogram, one.Buckets.Count > 0));
        Assert.All(Instruments.All, one => Assert.Equal(one.Buckets.Order().Distinct(), one.Buckets));
    }

    [Fact]
    public void No_session_run_request_prompt_or_error_text_is_a_label()
    {
        string[] unbounded = [Attributes.Session, Attributes.Run, Attributes.RequestId, Attributes.LoadId, Attributes.ResponseId, Attributes.InputMessages, Attributes.OutputMessages, Attributes.FailureReason];

        Assert.All(Instruments.All, one => Assert.Empty(one.Labels.Intersect(unbounded, StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("llmobs.client.time_to_first_token", "llmobs_client_time_to_first_token_seconds")]
    [InlineData("llmobs.client.decode_speed", "llmobs_client_decode_speed_per_second")]
    [InlineData("llmobs.client.requests", "llmobs_client_requests_total")]
    [InlineData("llmobs.variant.file_size", "llmobs_variant_file_size_bytes")]
    [InlineData("hw.temperature", "hw_temperature_celsius")]
    public void A_series_is_named_as_the_exporter_names_it(string name, string series) =>
        Assert.Equal(series, Instruments.All.Single(one => one.Name == name).PrometheusName);

    [GeneratedRegex("^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtelName();
}
