using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Sessions;

/// <summary>Everything before the first load: which local model each variant is, the matrix, the folder.</summary>
internal sealed class SessionPreparation(ILlmServer server, TimeProvider clock)
{
    /// <summary>The session, or every reason why there is none.</summary>
    public async Task<(PreparedSession? Session, IReadOnlyList<string> Problems)> PrepareAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var models = await server.ListModelsAsync(cancellationToken);
        return request.Resume is { } folder ? Resume(folder, models) : Begin(request, models);
    }

    private (PreparedSession? Session, IReadOnlyList<string> Problems) Begin(SessionRequest request, IReadOnlyList<LocalModel> models)
    {
        var plan = VariantResolver.FillDiscovered(request.Plan, models, server.Identity.IsSimulated);
        plan = plan with { Settings = plan.Settings with { Seed = plan.Settings.Seed ?? RandomNumberGenerator.GetInt32(1, int.MaxValue) } };
        var attachments = Attachments(plan, request.PlanFolder);
        var (blocks, local, problems) = Matrix(plan, request.Selection, models, attachments);
        return problems.Count > 0
            ? (null, problems)
            : (new PreparedSession(SessionFolder.Create(request.ResultsFolder, Header(plan, request) with { Planned = PlannedWork.Of(blocks) }, plan, attachments), blocks, local), []);
    }

    private (PreparedSession? Session, IReadOnlyList<string> Problems) Resume(string path, IReadOnlyList<LocalModel> models)
    {
        var folder = SessionFolder.Open(path);
        var content = folder.Content;
        var (blocks, local, problems) = Matrix(content.Plan, content.Header.Selection, models, Attachments(content.Plan, content.Folder));
        if (content.Header.Server.IsSimulated != server.Identity.IsSimulated)
            problems = [.. problems, "The session was begun on another kind of server: simulated and real figures must not meet in one session. Start a new one."];
        if (problems.Count == 0)
            return (new PreparedSession(folder, blocks, local), []);
        folder.Dispose();
        return (null, problems);
    }

    private (IReadOnlyList<Block> Blocks, IReadOnlyDictionary<string, LocalModel> Models, IReadOnlyList<string> Problems) Matrix(
        Plan plan, Selection selection, IReadOnlyList<LocalModel> models, Dictionary<string, string> attachments)
    {
        var resolutions = VariantResolver.Resolve(plan, models);
        var usable = resolutions.Where(one => one.Model is not null && (server.CanLoad || one.Model.IsLoaded)).ToDictionary(one => one.Variant.Id, one => one.Model!, StringComparer.Ordinal);
        var options = new MatrixOptions
        {
            Seed = plan.Settings.Seed!.Value,
            OnlyVariants = selection.Variants,
            OnlyPhases = selection.Phases,
            VariantsOnDisk = usable.Keys.ToHashSet(StringComparer.Ordinal),
            Attachments = attachments,
        };
        var wanted = resolutions.Where(one => RunMatrix.WhyLeftOut(plan, one.Variant, options) is null).ToList();
        var blocks = RunMatrix.Expand(plan, options);
        List<string> problems = [.. wanted.Select(one => one.Problem).OfType<string>()];
        if (problems.Count == 0 && blocks.Count == 0)
            problems.Add(NothingToMeasure(plan, selection, wanted));
        return (blocks, usable, problems);
    }

    private string NothingToMeasure(Plan plan, Selection selection, List<Resolution> wanted)
    {
        var name = $"{server.Identity.Name} at {server.Identity.Address}";
        if (plan.Variants.Count == 0)
            return $"{name} has no model loaded, and none is loaded unasked. Load one there (LM Studio: lms load MODEL), or name variants in the plan.";
        if (wanted.Count == 0)
            return $"Nothing is left of the plan with {string.Join(' ', selection.Variants.Concat(selection.Phases).DefaultIfEmpty("these settings"))}. Its variants are: {string.Join(", ", plan.Variants.Select(variant => variant.Id))}.";
        var fetch = wanted.Select(one => one.FetchLine).OfType<string>().ToList();
        return $"{name} has none of the plan's models{(server.CanLoad ? "" : " loaded")}. {(fetch.Count == 0 ? "" : $"These lines fetch them: {string.Join("; ", fetch)}")}";
    }

    private SessionHeader Header(Plan plan, SessionRequest request) => new()
    {
        SchemaVersion = SessionHeader.CurrentSchemaVersion,
        Session = FreeName(plan, request.ResultsFolder),
        StartedAt = clock.GetUtcNow(),
        Seed = plan.Settings.Seed!.Value,
        PlanHash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan, PlanJson.Options))),
        Server = server.Identity,
        Machine = ThisMachine.Read(clock),
        ClientVersion = typeof(SessionPreparation).Assembly.GetName().Version!.ToString(3),
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
