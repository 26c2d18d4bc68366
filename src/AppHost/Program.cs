using LlmObs.AppHost;
using Microsoft.Extensions.DependencyInjection;

var (options, exitCode) = AppHostCommand.Parse(args, Console.Out, Console.Error);
if (options is null)
    return exitCode;

var builder = DistributedApplication.CreateBuilder([.. options.ForAspire]);
builder.AddLlmObs(options);
builder.SpeakOnlyOfTrouble();
builder.Services.AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<AddressTable>().AddSingleton<LastWords>().AddHostedService<FirstResult>();
await builder.Build().RunAsync();
return Environment.ExitCode;
