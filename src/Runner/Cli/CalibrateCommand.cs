using System.CommandLine;
using System.Text.Json;
using LlmObs.Calibrations;
using LlmObs.Results;
using LlmObs.Runner.Calibrations;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs calibrate</c>: how large the instrument's own error is on this machine.</summary>
internal static class CalibrateCommand
{
    private const int Steady = 5_000;

    /// <summary>A server's slots for the largest load.</summary>
    private static readonly string MostStreams = CalibrationLoads.All.Max(load => load.Streams).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static Command Create(Surroundings surroundings)
    {
        var isShort = new Option<bool>("--short") { Description = "A few seconds instead of a minute; nothing is kept." };
        var isJson = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var command = new ExampledCommand("calibrate", "Measures the instrument itself: its error and its cost on this machine, against a Simulator whose every write is known.")
        {
            Examples =
            [
                new("llmobs calibrate", "About a minute, on a machine that does nothing else; kept, and named in every result from then on"),
                new("llmobs calibrate --json > calibration.json", "The same for scripts"),
            ],
        };
        command.Add(isShort);
        command.Add(isJson);
        command.SetAction((parsed, cancellationToken) => CalibrateAsync(surroundings, parsed.GetValue(isShort), parsed.GetValue(isJson), cancellationToken));
        return command;
    }

    private static async Task<int> CalibrateAsync(Surroundings surroundings, bool isShort, bool isJson, CancellationToken cancellationToken)
    {
        var humans = surroundings.Humans(isJson);
        try
        {
            var calibration = await MeasureAsync(surroundings, humans, isShort, cancellationToken);
            if (isJson)
                await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(calibration, ResultJson.Journal));
            else
                CalibrationView.Write(humans, calibration);
            if (!isShort)
            {
                surroundings.Calibration.Write(calibration);
                humans.Say($"Kept in {surroundings.Calibration.Path}: results name it from now on.");
            }
            return calibration.Rows.Any(row => row.Failed > 0) ? ExitCodes.SomethingFailed : ExitCodes.Good;
        }
        catch (Exception refused) when (refused is SessionFolderException or InvalidOperationException)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            humans.Say("Stopped; nothing is kept.");
            return ExitCodes.Interrupted;
        }
    }

    private static async Task<Calibration> MeasureAsync(Surroundings surroundings, HumanOutput humans, bool isShort, CancellationToken cancellationToken)
    {
        await using var simulator = await OtherProcess.StartAsync([SimulatorCommand.Name, "--parallel-slots", MostStreams], cancellationToken);
        await using var calibrator = new Calibrator(simulator.Address, surroundings.Clock);
        var rows = new List<CalibrationRow>();
        foreach (var load in isShort ? CalibrationLoads.Short : CalibrationLoads.All)
        {
            humans.Say($"{CalibrationView.Words(load)} …");
            rows.Add(await calibrator.MeasureAsync(load, cancellationToken));
        }
        var (cpu, bytes) = await calibrator.SteadyCostAsync(Steady, cancellationToken);
        return new Calibration
        {
            SchemaVersion = Calibration.CurrentSchemaVersion,
            At = surroundings.Clock.GetUtcNow(),
            ClientVersion = SessionPreparation.ClientVersion,
            Machine = ThisMachine.Read(surroundings.Clock),
            Rows = rows,
            CpuSecondsPerChunk = cpu,
            AllocatedBytesPerChunk = bytes,
        };
    }
}
