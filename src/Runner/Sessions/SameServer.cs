using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>
/// A session is measured on one server: what two of them did is no sample of either. One that came back on another port is the same where machine, kind and version
/// are, and where it has every model that was measured, of the same size and quantization.
/// </summary>
internal static class SameServer
{
    /// <summary>Why the session cannot go on here and what to do, or null when it can. One Simulator is as good as another.</summary>
    public static string? WhyNot(ServerIdentity begun, ServerIdentity now, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LocalModel> models)
    {
        if (begun.IsSimulated && now.IsSimulated)
            return null;
        var isSame = begun.IsSimulated == now.IsSimulated && begun.Kind == now.Kind && IsSameMachine(begun, now) && (IsSamePlace(begun, now) || begun.Version == now.Version);
        if (!isSame)
            return $"The session was begun on {Words(begun)}, and this is {Words(now)}: figures of two servers must not meet in one session. {WhatToDo(begun)}";
        return IsSamePlace(begun, now) || Lacking(entries, models) is not { } lacking
            ? null
            : $"The session was begun on {Words(begun)}, and {Words(now)} has not the {lacking} that was measured there. {WhatToDo(begun)}";
    }

    /// <summary>What to tell and to keep when it goes on at another port; null where nothing changed.</summary>
    public static string? Moved(ServerIdentity begun, ServerIdentity now, IReadOnlyList<JournalEntry> entries) => begun.IsSimulated || IsSamePlace(begun, now)
        ? null
        : $"The session was begun on {Words(begun)} and goes on at {ServerAddress.Display(now.Address)}. {Compared(begun, entries)}";

    /// <summary>What speaks for one and the same, and what nobody could compare.</summary>
    private static string Compared(ServerIdentity begun, IReadOnlyList<JournalEntry> entries)
    {
        var models = Measured(entries).Select(model => model.Key).Distinct(StringComparer.Ordinal).Count();
        var version = begun.Version is { } known ? $", version ({known})" : "";
        var files = models == 0 ? "; no model was loaded there yet, so that none could be compared" : string.Create(CultureInfo.InvariantCulture, $" and the {models} {(models == 1 ? "model" : "models")} loaded there, by name, size and quantization");
        var unknown = begun.Version is null ? $" {begun.Name} tells no version: whether that is the same is not known, and a runtime that differs is told at the next load." : "";
        return $"Compared were machine, kind{version}{files}: they are the same.{unknown}";
    }

    /// <summary>A model in the journal that is not here as it was.</summary>
    private static string? Lacking(IReadOnlyList<JournalEntry> entries, IReadOnlyList<LocalModel> models) => Measured(entries)
        .FirstOrDefault(measured => !models.Any(model => model.Key == measured.Key && model.FileSize == measured.FileSize && model.Quantization == measured.Quantization))?.Key;

    private static IEnumerable<LocalModel> Measured(IReadOnlyList<JournalEntry> entries) =>
        entries.OfType<JournalEntry.Load>().Where(load => load is { Failure: null, Model: not null }).Select(load => load.Model!);

    /// <summary>localhost and 127.0.0.1 are one machine.</summary>
    private static bool IsSameMachine(ServerIdentity one, ServerIdentity other) =>
        (one.Address.IsLoopback ? other.Address.IsLoopback : one.Address.Host == other.Address.Host) && one.Address.AbsolutePath == other.Address.AbsolutePath;

    private static bool IsSamePlace(ServerIdentity one, ServerIdentity other) => IsSameMachine(one, other) && one.Address.Port == other.Address.Port;

    private static string WhatToDo(ServerIdentity begun) => $"Name the earlier one with --server {(begun.IsSimulated ? "simulator" : ServerAddress.Display(begun.Address))}, or start a new session.";

    private static string Words(ServerIdentity server) => $"{server.Name} at {ServerAddress.Display(server.Address)}";
}
