namespace LlmObs.Collector.Samples;

/// <summary>What takes and keeps samples.</summary>
internal static class SampleServices
{
    public static void AddSamples(this IServiceCollection services)
    {
        services.AddSingleton<SensorReader>().AddSingleton<SampleHistory>().AddSingleton<Sampler>().AddHostedService(all => all.GetRequiredService<Sampler>());
        services.AddHealthChecks().AddCheck<SamplingCheck>("sampling");
    }
}
