using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;

namespace LlmObs.Collector.Samples;

/// <summary>What takes and keeps samples.</summary>
internal static class SampleServices
{
    public static void AddSamples(this IServiceCollection services)
    {
        services.AddSingleton(Reader).AddSingleton<SampleHistory>().AddSingleton<Sampler>().AddHostedService(all => all.GetRequiredService<Sampler>());
        services.AddHealthChecks().AddCheck<SamplingCheck>("sampling");
    }

    private static SensorReader Reader(IServiceProvider all) =>
        new(all.GetRequiredService<IReadOnlyList<ISensor>>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<SensorReader>>()) { Patience = all.GetRequiredService<CollectorOptions>().Patience };
}
