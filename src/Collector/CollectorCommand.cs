using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using LlmObs.Collector.Options;
using LlmObs.Collector.Sensors;
using LlmObs.Plans;

namespace LlmObs.Collector;

/// <summary>The Collector's command line.</summary>
internal static class CollectorCommand
{
    private const int UserMistake = 2;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port to listen on; 0 takes a free one.",
        DefaultValueFactory = _ => CollectorOptions.UsualPort,
    };

    private static readonly Option<string> Interval = new("--interval") { Description = "Time between samples, from 100ms to 60s.", DefaultValueFactory = _ => "1s" };
    private static readonly Option<bool> Show = new("--show") { Description = "Print which sensors this machine has, what they read now, and which are absent and why." };

    /// <summary>Returns the exit code.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RunAsync(args, output, error, Environment.GetEnvironmentVariable, cancellationToken);

    /// <summary>With an environment of one's own.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        var command = new RootCommand("Watches this machine while LLM servers are measured: memory, swap, pressure, temperatures, fans, power.") { Port, ListenOptions.Listen, ListenOptions.TokenFile, Interval, Show };
        var parsed = command.Parse(args);
        List<string> mistakes = [.. parsed.Errors.Select(mistake => mistake.Message)];
        var options = mistakes.Count > 0 ? null : Read(parsed, variable, mistakes, warning => error.WriteLine($"llmobs-collector: {warning}"));
        command.SetAction((parsed, _) => RunAsync(parsed, options!, output, error, cancellationToken));
        if (mistakes.Count == 0)
            // the web host ends the process cleanly on Ctrl-C and SIGTERM; a second handler would cut it off
            return await parsed.InvokeAsync(new() { Output = output, Error = error, ProcessTerminationTimeout = null }, cancellationToken);
        await error.WriteLineAsync($"llmobs-collector: {string.Join(' ', mistakes)} See llmobs-collector --help.");
        return UserMistake;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CollectorOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Show))
        {
            await ShowAsync(SensorCatalogue.Look(new SystemFolders(), options.Interval), output);
            return 0;
        }
        return await ServeAsync(options, output, error, cancellationToken);
    }

    private static async Task ShowAsync(SensorInventory inventory, TextWriter output)
    {
        try
        {
            await output.WriteAsync(SensorListing.Of(inventory, TimeProvider.System.GetUtcNow()));
        }
        finally
        {
            inventory.Sensors.End();
        }
    }

    private static async Task<int> ServeAsync(CollectorOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await using var collector = await CollectorHost.StartAsync(options, cancellationToken);
            await output.WriteLineAsync($"The Collector is at {collector.Address} – a sample every {Duration.ToText(options.Interval)}, see {collector.Address}samples and {collector.Address}metrics. Ctrl-C stops it.");
            await collector.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await error.WriteLineAsync($"llmobs-collector: port {options.Port} is taken, perhaps by another Collector. Choose another with --port, or --port 0 for a free one.");
            return UserMistake;
        }
        catch (SocketException refused)
        {
            await error.WriteLineAsync($"llmobs-collector: nobody can listen on {options.Address}, port {options.Port}: {refused.Message.TrimEnd('.')}. --listen takes an address of this machine, --port one that your user may open.");
            return UserMistake;
        }
    }

    private static CollectorOptions Read(ParseResult parsed, Func<string, string?> variable, List<string> mistakes, Action<string> warn)
    {
        var port = parsed.GetValue(Port);
        if (port is < 0 or > 65535)
            mistakes.Add($"--port must be 0 to 65535, not {port}.");
        if (IntervalOf(parsed) is not { } interval || interval < Shortest || interval > Longest)
            mistakes.Add($"--interval must be a time from 100ms to 60s, such as 1s or 250ms, not \"{parsed.GetValue(Interval)}\".");
        var address = ListenOptions.Address(parsed, mistakes) ?? IPAddress.Loopback;
        return new() { Address = address, Token = ListenOptions.Token(parsed, address, variable, mistakes, warn), Port = port, Interval = IntervalOf(parsed) ?? default };
    }

    private static TimeSpan? IntervalOf(ParseResult parsed) => Duration.TryParse(parsed.GetValue(Interval) ?? "", out var interval) ? interval : null;
}
