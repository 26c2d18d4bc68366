using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmObs.AppHost;

/// <summary>The terminal belongs to the addresses and the result. <c>Logging__LogLevel__Default=Information</c> brings Aspire's own words back.</summary>
public static class QuietLogs
{
    public static void SpeakOnlyOfTrouble(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration["Logging:LogLevel:Default"] is not null)
            return;
        builder.Services.AddLogging(logging => logging
            .AddFilter(category: null, LogLevel.Warning)
            // over http its only warning is that there is no certificate, which nothing here needs
            .AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error)
            // keys for login cookies on the user's own disk are as safe as the rest of it
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // what it says is thrown too, and told in our own words
            .AddFilter("Aspire.Hosting.ApplicationModel.ResourceNotificationService", LogLevel.None)
            // it warns of folders that it leaves to be filled in; ours are
            .AddFilter("Aspire.Hosting.Docker.DockerComposeEnvironmentResource", LogLevel.Error)
            // a service that is not up yet is no failure; the dashboard shows health
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
    }
}
