namespace LlmObs.Collector.Servers;

/// <summary>What watches servers.</summary>
internal static class ServerServices
{
    public static void AddServers(this IServiceCollection services, IProcessTable table) => services.AddSingleton(table).AddSingleton<ServerWatch>();
}
