using LlmObs.Simulator.Endpoints;
using LlmObs.Simulator.Machine;
using LlmObs.Simulator.Options;

namespace LlmObs.Simulator.Dialects;

/// <summary>The face the Simulator was started with. Another one is a file here and a line.</summary>
internal static class DialectMap
{
    public static IServiceCollection AddHeldModel(this IServiceCollection services) =>
        services.AddSingleton<HeldModel>().AddHostedService(provider => provider.GetRequiredService<HeldModel>());

    public static void MapDialect(this WebApplication app, SimulatorOptions options)
    {
        switch (options.Dialect)
        {
            case SimulatedDialect.LlamaCpp:
                app.MapLlamaCpp();
                break;
            case SimulatedDialect.LlamaCppRouter:
                new LlamaCppRouterFace(app.Services.GetRequiredService<SimulatedMachine>(), options).Map(app);
                break;
            case SimulatedDialect.Ollama:
                app.MapOllama();
                break;
            case SimulatedDialect.MlxLm:
                app.MapMlx();
                break;
            case SimulatedDialect.Vllm:
                app.MapVllm();
                break;
            case SimulatedDialect.OpenAi:
                app.MapPlainOpenAi();
                break;
            default:
                app.MapLmStudio(options.IsOld);
                break;
        }
    }

    private static void MapLmStudio(this WebApplication app, bool isOld)
    {
        app.MapGreeting();
        app.MapOpenAi();
        if (isOld)
            app.MapUnknownAsOld();
        else
            app.MapNative();
    }
}
