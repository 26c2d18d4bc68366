using LlmObs.AppHost;
using Microsoft.Extensions.DependencyInjection;

var (options, exitCode) = AppHostCommand.Parse(args);
if (options is null)
    return exitCode;

var builder = DistributedApplication.CreateBuilder([.. options.ForAspire]);
builder.AddLlmObs(options);
builder.Services.AddSingleton(options).AddSingleton(TimeProvider.System).AddHostedService<FirstResult>();
await builder.Build().RunAsync();
return Environment.ExitCode;
