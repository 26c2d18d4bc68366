using LlmObs.AppHost.Monitoring;
using Microsoft.Extensions.DependencyInjection;

namespace LlmObs.AppHost;

/// <summary>From the options to the exit code.</summary>
public static class AppHostRun
{
    private const int UserMistake = 2;

    public static async Task<int> RunAsync(AppHostOptions options, TimeProvider clock)
    {
        var builder = DistributedApplication.CreateBuilder([.. options.ForAspire]);
        if (builder.ExecutionContext.IsRunMode && new FixedPorts(builder.Configuration).Mistakes() is { Count: > 0 } mistakes)
            return await RefuseAsync(mistakes);

        await using var monitoring = await builder.AddLlmObsAsync(options, clock, CancellationToken.None);
        builder.SpeakOnlyOfTrouble();
        if (builder.ExecutionContext.IsRunMode)
            builder.Services.TellWhatGoesOn(options, monitoring, clock);
        await builder.Build().RunAsync();
        return Environment.ExitCode;
    }

    private static void TellWhatGoesOn(this IServiceCollection services, AppHostOptions options, MonitoringStack monitoring, TimeProvider clock) => services
        .AddSingleton(options).AddSingleton(monitoring).AddSingleton(clock)
        .AddSingleton<AddressTable>().AddSingleton<LastWords>()
        .AddHostedService<FirstResult>().AddHostedService<MonitoringWatch>();

    private static async Task<int> RefuseAsync(IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes)
            await Console.Error.WriteLineAsync($"llmobs: {mistake}");
        return UserMistake;
    }
}
