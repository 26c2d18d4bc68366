namespace LlmObs.Calibrations;

/// <summary>What of a measured difference may be the instrument's own: a smaller one is none.</summary>
public sealed record InstrumentError
{
    public required DateTimeOffset CalibratedAt { get; init; }

    /// <summary>So many streams at once it holds for.</summary>
    public required int Streams { get; init; }

    /// <summary>The middle of the errors of the time to first token, in seconds: it is always too long.</summary>
    public required double TimeToFirstTokenSeconds { get; init; }

    /// <summary>The largest error of a decode speed, as a share, either way.</summary>
    public required double DecodeShare { get; init; }

    /// <summary>
    /// That of the fewest streams calibrated that are no fewer than these, at the pace of a large model; null where there is none.
    /// Several streams must have begun together, because those of a plan do.
    /// </summary>
    public static InstrumentError? Of(Calibration calibration, int streams) => calibration.Rows
        .Where(row => row is { Load.IsFirehose: false, TimeToFirstTokenError: not null, DecodeError: not null } && row.Load.Streams >= streams && (row.Load.Streams == 1 || row.Load.Together))
        .OrderBy(row => row.Load.Streams).ThenByDescending(row => row.Load.GapSeconds)
        .Select(row => new InstrumentError
        {
            CalibratedAt = calibration.At,
            Streams = row.Load.Streams,
            TimeToFirstTokenSeconds = row.TimeToFirstTokenError!.P50,
            DecodeShare = Math.Max(Math.Abs(row.DecodeError!.Min), Math.Abs(row.DecodeError.Max)),
        })
        .FirstOrDefault();
}
