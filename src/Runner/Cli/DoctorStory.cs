using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmObs.Hardware;
using LlmObs.Runner.Checks;
using LlmObs.Runner.Cli.Doctor;
using LlmObs.Runner.Host;
using LlmObs.Runner.Results;
using LlmObs.Runner.Sessions;

namespace LlmObs.Runner.Cli;

/// <summary>What happens on <c>llmobs doctor</c>, from the questions to the exit code.</summary>
/// <param name="surroundings">The process around.</param>
/// <param name="isJson">Standard output belongs to a script.</param>
/// <param name="reportFile">Where the machine's file is written; null writes none.</param>
internal sealed class DoctorStory(Surroundings surroundings, bool isJson, string? reportFile)
{
    private static readonly JsonSerializerOptions ForReaders = new(HostJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HumanOutput _humans = surroundings.Humans(isJson);

    /// <summary>Where the machine's file is written: the one that was named, else a name of its own in the folder of the sessions; null where none is asked for.</summary>
    /// <param name="wished">Empty names none.</param>
    /// <param name="output">The folder of the sessions.</param>
    /// <param name="clock">Gives the name.</param>
    /// <param name="mistakes">Gets what is wrong with it.</param>
    public static string? FileOf(string? wished, string output, TimeProvider clock, List<string> mistakes)
    {
        if (wished is null)
            return null;
        if (wished.Length == 0)
            return Path.GetFullPath(Path.Combine(output, string.Create(CultureInfo.InvariantCulture, $"llmobs-machine-{clock.GetUtcNow():yyyyMMdd-HHmmss}.json")));
        var file = Path.GetFullPath(wished);
        if (Directory.Exists(file) || !Directory.Exists(Path.GetDirectoryName(file)))
            mistakes.Add($"--report: {file} cannot be written: {(Directory.Exists(file) ? "it is a folder" : "its folder does not exist")}. Name a file, such as machine.json.");
        return file;
    }

    public async Task<int> TellAsync(DoctorQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var found = await new Examination(surroundings, question).MakeAsync(cancellationToken);
            var lines = Checklist.Look(found);
            if (!isJson)
                Show(lines);
            if (reportFile is { } path && await WriteAsync(path, found, lines, cancellationToken) is { } problem)
                return await surroundings.RefuseAsync([problem]);
            if (isJson)
                await surroundings.Output.WriteLineAsync(DoctorJson.Line(found, lines, reportFile));
            else
                _humans.Say(DoctorWords.Sum(lines, found.IsSimulated));
            return lines.Any(line => line.Verdict == CheckVerdict.Blocker) ? ExitCodes.SomethingFailed : ExitCodes.Good;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private void Show(IReadOnlyList<CheckLine> lines)
    {
        if (_humans.IsTerminal)
            DoctorView.Draw(_humans.Console, lines);
        else
            DoctorView.Write(_humans.Writer, lines);
    }

    /// <summary>Why the file is not there, or null when it is.</summary>
    private async Task<string?> WriteAsync(string path, Circumstances found, IReadOnlyList<CheckLine> lines, CancellationToken cancellationToken)
    {
        var samples = await SamplesAsync(found, cancellationToken);
        var version = typeof(DoctorStory).Assembly.GetName().Version!.ToString(3);
        var file = new MachineFileMaker(Anonymous.OfThisProcess).Make(found, lines, ThisMachine.Read(surroundings.Clock), samples, version);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, JsonSerializer.Serialize(file, ForReaders) + "\n");
            _humans.Say($"Written: {path} – hardware, sensors, {samples.Count} samples, the checks' verdicts. It has no names, prompts or paths of yours; read it before you send it.");
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"--report: {path} cannot be written: {unwritable.Message}";
        }
    }

    private async Task<IReadOnlyList<HostSample>> SamplesAsync(Circumstances found, CancellationToken cancellationToken)
    {
        if (found.Collector is not { Address: { } collector, Report: { } report })
        {
            _humans.Say("No Collector answers, so the report has no sensors and no samples. Start llmobs-collector and write it again.");
            return [];
        }
        var interval = TimeSpan.FromSeconds(report.IntervalSeconds);
        _humans.Say(string.Create(CultureInfo.InvariantCulture, $"Waiting for {SampleWait.Wanted} samples: about {(SampleWait.Wanted * interval).TotalSeconds:0} s."));
        try
        {
            return await SampleWait.TakeAsync(collector, interval, surroundings.Clock, cancellationToken);
        }
        catch (CollectorException gone)
        {
            _humans.Say(gone.Message);
            return [];
        }
    }

}
