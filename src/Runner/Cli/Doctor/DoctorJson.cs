using System.Text.Encodings.Web;
using System.Text.Json;
using LlmObs.Results;
using LlmObs.Runner.Checks;

namespace LlmObs.Runner.Cli.Doctor;

/// <summary>The checks for scripts: one object on one line.</summary>
internal sealed record DoctorJson
{
    private static readonly JsonSerializerOptions Contract = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Event => "doctor";

    /// <summary>Of the worst line.</summary>
    public required string Verdict { get; init; }

    public required int Warnings { get; init; }

    public required int Blockers { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>Null where there is none.</summary>
    public required ServerIdentity? Server { get; init; }

    public required IReadOnlyList<DoctorJsonCheck> Checks { get; init; }

    /// <summary>The file of <c>--report</c>; null where none was asked for.</summary>
    public required string? Report { get; init; }

    public static string Line(Circumstances found, IReadOnlyList<CheckLine> lines, string? report) => JsonSerializer.Serialize(
        new DoctorJson
        {
            Verdict = DoctorWords.Of(lines.Max(line => line.Verdict)),
            Warnings = DoctorWords.Count(lines, CheckVerdict.Warning),
            Blockers = DoctorWords.Count(lines, CheckVerdict.Blocker),
            Simulated = found.IsSimulated,
            Server = found.Server?.Identity,
            Checks = [.. lines.Select(line => new DoctorJsonCheck(line.Subject, DoctorWords.Of(line.Verdict), line.Text, line.Remedy))],
            Report = report,
        },
        Contract);
}

internal sealed record DoctorJsonCheck(string Subject, string Verdict, string Text, string? Remedy);
