using System.CommandLine;
using System.Text.Json;
using LlmObs.Calibrations;
using LlmObs.Reports;
using LlmObs.Results;
using LlmObs.Runner.Calibrations;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;
using LlmObs.ServiceDefaults;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs calibrate</c>: how large the instrument's own error is on this machine.</summary>
internal static class CalibrateCommand
{
    private const int Steady = 5_000;

    /// <summary>Of the observers: enough for an interval, and each is first as often as the others.</summary>
    private const int Rounds = 8;

    /// <summary>A server's slots for the largest load.</summary>
    private static readonly string MostStreams = CalibrationLoads.All.Max(load => load.Streams).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static Command Create(Surroundings surroundings)
    {
        var isShort = new Option<bool>("--short") { Description = "A few seconds instead of two minutes; nothing is kept." };
        var isJson = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var report = new Option<string?>("--report") { Description = "Also looks whether journal and telemetry change what is measured, and writes all as a page of Markdown.", HelpName = "FILE" };
        var command = new ExampledCommand("calibrate", "Measures the instrument itself: its error and its cost on this machine, against a Simulator whose every write is known.")
        {
            Examples =
            [
                new("llmobs calibrate", "Two minutes, on a machine that does nothing else; kept, and named in every result from then on"),
                new("llmobs calibrate --json > calibration.json", "The same for scripts"),
                new("llmobs calibrate --report accuracy.md", "Four minutes, and the page"),
            ],
        };
        command.Add(isShort);
        command.Add(isJson);
        command.Add(report);
        command.SetAction((parsed, cancellationToken) => CalibrateAsync(surroundings, new Wish(parsed.GetValue(isShort), parsed.GetValue(isJson), parsed.GetValue(report)), cancellationToken));
        return command;
    }

    private static async Task<int> CalibrateAsync(Surroundings surroundings, Wish wish, CancellationToken cancellationToken)
    {
        var humans = surroundings.Humans(wish.IsJson);
        if (wish.Report is { } file && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            return await surroundings.RefuseAsync([$"--report: there is no folder {Path.GetDirectoryName(Path.GetFullPath(file))} to write into."]);
        try
        {
            var calibration = await MeasureAsync(surroundings, humans, wish, cancellationToken);
            if (wish.IsJson)
                await surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(calibration, ResultJson.Journal));
            else
                CalibrationView.Write(humans, calibration);
            Keep(surroundings, humans, wish, calibration);
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

    private static async Task<Calibration> MeasureAsync(Surroundings surroundings, HumanOutput humans, Wish wish, CancellationToken cancellationToken)
    {
        await using var simulator = await OtherProcess.StartAsync([SimulatorCommand.Name, "--parallel-slots", MostStreams], cancellationToken);
        await using var calibrator = new Calibrator(simulator.Address, surroundings.Clock);
        var rows = new List<CalibrationRow>();
        foreach (var load in wish.IsShort ? CalibrationLoads.Short : CalibrationLoads.All)
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
            ObserverEffects = wish.Report is null ? [] : await ObserveAsync(surroundings, humans, calibrator, simulator, wish.IsShort, cancellationToken),
        };
    }

    private static async Task<IReadOnlyList<ObserverEffect>> ObserveAsync(Surroundings surroundings, HumanOutput humans, Calibrator calibrator, OtherProcess simulator, bool isShort, CancellationToken cancellationToken)
    {
        humans.Say("With the journal and telemetry at work, and without …");
        // where results go by default: a folder for temporary files is often no disk at all, and flushing to it costs nothing
        var folder = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), $".llmobs-calibration-{Guid.NewGuid():N}"));
        try
        {
            using var export = CommandLineTelemetry.OpenTo("calibration", simulator.Drain, humans.Say);
            using var session = new SessionWork(folder.FullName, simulator.Address, surroundings.Clock);
            var load = CalibrationLoads.Observed;
            var rounds = await calibrator.ObserveAsync(isShort ? load with { Requests = 1 } : load, session.Observers, isShort ? 2 : Rounds, cancellationToken);
            return ObserverEffect.All(rounds, SessionWork.Alone);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Keep(Surroundings surroundings, HumanOutput humans, Wish wish, Calibration calibration)
    {
        if (!wish.IsShort)
        {
            surroundings.Calibration.Write(calibration);
            humans.Say($"Kept in {surroundings.Calibration.Path}: results name it from now on.");
        }
        else
        {
            humans.Say("Too short to be kept: results go on naming the last whole one.");
        }
        if (wish.Report is not { } file)
            return;
        try
        {
            WholeFile.Write(Path.GetFullPath(file), AccuracyPage.Of(calibration, $"llmobs calibrate{(wish.IsShort ? " --short" : "")} --report {file}"));
            humans.Say($"{file} is written.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException($"--report: {file} cannot be written: {failure.Message}", failure);
        }
    }

    private sealed record Wish(bool IsShort, bool IsJson, string? Report);
}
