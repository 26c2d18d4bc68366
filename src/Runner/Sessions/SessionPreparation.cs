using System.Globalization;
using System.Security.Cryptography;
using LlmObs.Calibrations;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Host;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Everything before the first load: which local model each variant is, the matrix, the folder.</summary>
internal sealed class SessionPreparation(ILlmServer server, TimeProvider clock)
{
    public static string ClientVersion { get; } = typeof(SessionPreparation).Assembly.GetName().Version!.ToString(3);

    /// <summary>The session, or every reason why there is none.</summary>
    public async Task<(PreparedSession? Session, IReadOnlyList<string> Problems)> PrepareAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var models = await server.ListModelsAsync(cancellationToken);
        return request.Resume is { } folder ? await ResumeAsync(folder, request, models, cancellationToken) : await BeginAsync(request, models, cancellationToken);
    }

    private async Task<(PreparedSession? Session, IReadOnlyList<string> Problems)> BeginAsync(SessionRequest request, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken)
    {
        var plan = VariantResolver.FillDiscovered(request.Plan, models, server.Identity.IsSimulated);
        plan = plan with { Settings = plan.Settings with { Seed = plan.Settings.Seed ?? RandomNumberGenerator.GetInt32(1, int.MaxValue) } };
        var attachments = Attachments(plan, request.PlanFolder);
        var matrix = SessionMatrix.Of(plan, request.Selection, server, models, attachments);
        if (matrix.Problems.Count > 0)
            return (null, matrix.Problems);
        var away = await AwayAsync(request, models, cancellationToken);
        var left = OwnersModels.Without(models, away);
        matrix = SessionMatrix.Of(plan, request.Selection, server, left, attachments);
        var found = await new StartChecks(server, request, clock).LookAsync(plan, matrix, matrix.Blocks, left, away, cancellationToken);
        if (found.Refusals.Count > 0)
            return (null, found.Refusals);
        var header = Header(plan, request) with { Missing = matrix.Missing, Planned = PlannedWork.Of(matrix.Blocks), Checks = [.. found.Kept], PutAside = away };
        header = header with { Instrument = request.Calibration is { } known && known.IsOf(header.Machine, ClientVersion) ? InstrumentError.Of(known, plan.Settings.Concurrency.Min()) : null };
        return (new PreparedSession(SessionFolder.Create(request.ResultsFolder, header, plan, attachments), matrix, [.. found.Notices, .. StartNotices.Of(plan, matrix, server)]), []);
    }

    private async Task<(PreparedSession? Session, IReadOnlyList<string> Problems)> ResumeAsync(string path, SessionRequest request, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken)
    {
        var folder = SessionFolder.Open(path);
        try
        {
            var (session, problems) = await ResumeAsync(folder, request, models, cancellationToken);
            if (session is null)
                folder.Dispose();
            return session is null ? (null, [.. problems, .. OwnersModels.StillAway(folder.Content.Header, server.Words)]) : (session, problems);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private async Task<(PreparedSession? Session, IReadOnlyList<string> Problems)> ResumeAsync(SessionFolder folder, SessionRequest request, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken)
    {
        var content = folder.Content;
        if (SameServer.WhyNot(content.Header.Server, server.Identity, content.Entries, models) is { } other)
            return (null, [other]);
        var moved = SameServer.Moved(content.Header.Server, server.Identity, content.Entries);
        var memory = new ClearedMemory(Witness.Of(server.Identity, request.Collector), request.MemoryPatience, clock);
        var cleared = await new LeftLoads(server, memory, clock).ClearAsync(folder, models, cancellationToken);
        DateTimeOffset? quietSince = cleared.Count == 0 ? null : clock.GetUtcNow();
        var listed = cleared.Count == 0 ? models : await server.ListModelsAsync(cancellationToken);
        var known = content.Header.PutAside;
        listed = OwnersModels.Without(listed, [.. known.Where(model => model.RestoredAt is null)]);
        var away = await AwayAsync(request, listed, cancellationToken);
        listed = OwnersModels.Without(listed, away);
        var matrix = SessionMatrix.Of(content.Plan, content.Header.Selection, server, listed, Attachments(content.Plan, content.Folder));
        if (matrix.Problems.Count > 0)
            return (null, matrix.Problems);
        var found = await new StartChecks(server, request, clock).LookAsync(content.Plan, matrix, Open(matrix, content), listed, away, cancellationToken);
        if (found.Refusals.Count > 0)
            return (null, found.Refusals);
        SessionCheck[] kept = moved is null ? [] : [new SessionCheck { At = clock.GetUtcNow(), Subject = "server", Text = moved }];
        folder.Replace(content.Header with { Missing = matrix.Missing, Checks = [.. content.Header.Checks, .. kept, .. found.Kept], PutAside = [.. known, .. away] });
        return (new PreparedSession(folder, matrix, [.. new[] { content.Repaired, moved }.OfType<string>(), .. cleared, .. LostWords.OnResume(content.Entries), .. found.Notices, .. StartNotices.Of(content.Plan, matrix, server)]) { QuietSince = quietSince }, []);
    }

    /// <summary>What of a matrix is still to be run.</summary>
    private static List<Block> Open(SessionMatrix matrix, SessionContent content)
    {
        var work = new OpenWork(content.Entries);
        return [.. matrix.Blocks.Select(block => block with { Runs = [.. work.OpenRuns(block)] })];
    }

    /// <summary>What the owner lets go; empty where nobody can ask him, or this server loads nothing again.</summary>
    private async Task<IReadOnlyList<PutAsideModel>> AwayAsync(SessionRequest request, IReadOnlyList<LocalModel> models, CancellationToken cancellationToken) =>
        server.CanLoad && request.MayPutAside is { } ask && OwnersModels.Of(models) is { Count: > 0 } loaded && await ask(server.Identity, loaded, cancellationToken) ? loaded : [];

    private SessionHeader Header(Plan plan, SessionRequest request) => new()
    {
        SchemaVersion = SessionHeader.CurrentSchemaVersion,
        Session = FreeName(plan, request.ResultsFolder),
        StartedAt = clock.GetUtcNow(),
        Seed = plan.Settings.Seed!.Value,
        PlanHash = StoredPlan.Hash(plan),
        Server = server.Identity,
        Machine = ThisMachine.Read(clock),
        ClientVersion = ClientVersion,
        Selection = request.Selection,
    };

    private string FreeName(Plan plan, string resultsFolder)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{plan.Name}-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
        var number = 1;
        string Numbered() => number == 1 ? name : $"{name}-{number}";
        while (Directory.Exists(Path.Combine(resultsFolder, Numbered())))
            number++;
        return Numbered();
    }

    private static Dictionary<string, string> Attachments(Plan plan, string folder)
    {
        try
        {
            return plan.Cases.SelectMany(planCase => planCase.Attachments).Select(attachment => attachment.File).Distinct(StringComparer.Ordinal)
                .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(folder, file)), StringComparer.Ordinal);
        }
        catch (IOException missing)
        {
            throw new SessionFolderException($"An attachment of the plan cannot be read: {missing.Message}", missing);
        }
    }
}
