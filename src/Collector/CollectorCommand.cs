using System.CommandLine;
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
        Description = "The port to listen on, on this machine only; 0 takes a free one.",
        DefaultValueFactory = _ => CollectorOptions.UsualPort,
    };

    private static readonly Option<string> Interval = new("--interval") { Description = "Time between samples, from 100ms to 60s.", DefaultValueFactory = _ => "1s" };
    private static readonly Option<bool> Show = new("--show") { Description = "Print which sensors this machine has, what they read now, and which are absent and why." };

    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var command = new RootCommand("Watches this machine while LLM servers are measured: memory, swap, pressure, temperatures, fans, power.") { Port, Interval, Show };
        command.SetAction((parsed, _) => RunAsync(parsed, output, error, cancellationToken));
        var parsed = command.Parse(args);
        var mistakes = parsed.Errors.Count > 0 ? [.. parsed.Errors.Select(mistake => mistake.Message)] : Mistakes(parsed).ToList();
        if (mistakes.Count == 0)
            // the web host ends the process cleanly on Ctrl-C and SIGTERM; a second handler would cut it off
            return await parsed.InvokeAsync(new() { Output = output, Error = error, ProcessTerminationTimeout = null }, cancellationToken);
        await error.WriteLineAsync($"llmobs-collector: {string.Join(' ', mistakes)} See llmobs-collector --help.");
        return UserMistake;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Show))
        {
            var inventory = SensorCatalogue.Look(new SystemFolders());
            await output.WriteAsync(SensorListing.Of(inventory, TimeProvider.System.GetUtcNow()));
            inventory.Sensors.End();
            return 0;
        }
        return await ServeAsync(Options(parsed), output, error, cancellationToken);
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
    }

    private static IEnumerable<string> Mistakes(ParseResult parsed)
    {
        if (parsed.GetValue(Port) is var port and (< 0 or > 65535))
            yield return $"--port must be 0 to 65535, not {port}.";
        if (IntervalOf(parsed) is not { } interval || interval < Shortest || interval > Longest)
            yield return $"--interval must be a time from 100ms to 60s, such as 1s or 250ms, not \"{parsed.GetValue(Interval)}\".";
    }

    private static CollectorOptions Options(ParseResult parsed) => new() { Port = parsed.GetValue(Port), Interval = IntervalOf(parsed)!.Value };

    private static TimeSpan? IntervalOf(ParseResult parsed) => Duration.TryParse(parsed.GetValue(Interval) ?? "", out var interval) ? interval : null;
}
