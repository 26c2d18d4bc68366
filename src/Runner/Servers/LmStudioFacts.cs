using System.Globalization;
using LlmObs.Plans;
using LlmObs.Runner.Servers.Lms;

namespace LlmObs.Runner.Servers;

/// <summary>What LM Studio's command line tells of a model beyond the API: its file, the runtime it runs on, and LM Studio's own estimate. What is not told is null.</summary>
internal sealed class LmStudioFacts(LmStudioCommandLine commandLine, LmsInstallation? lms, Uri server)
{
    /// <summary>Right after a load, whose runtime is the one selected then: a runtime that updates itself later is another.</summary>
    public async Task<LoadFacts> ReadAsync(LocalModel model, CancellationToken cancellationToken)
    {
        if (commandLine.WhyNot is not null)
            return new LoadFacts();
        try
        {
            var runtimes = await commandLine.AskAsync(cancellationToken, "runtime", "ls");
            var file = FileOf(model, await commandLine.ListAsync(cancellationToken));
            return new LoadFacts { Runtime = runtimes.IsGood ? LmsWords.SelectedRuntime(runtimes.Output, model.Format) : null, Path = file?.Path, ModifiedAt = file?.ModifiedAt };
        }
        catch (ServerException)
        {
            // an lms that does not answer, or is another LM Studio's, costs only what it would have told
            return new LoadFacts();
        }
    }

    public async Task<MemoryEstimate?> EstimateAsync(LocalModel model, LoadOptions options, CancellationToken cancellationToken)
    {
        if (commandLine.WhyNot is not null)
            return null;
        try
        {
            // by a name it does not know it would estimate another model
            if (!(await commandLine.ListAsync(cancellationToken)).Any(one => one.ModelKey == model.Key))
                return null;
            string[] context = options.ContextTokens is { } tokens ? ["--context-length", tokens.ToString(CultureInfo.InvariantCulture)] : [];
            var output = await commandLine.AskAsync(cancellationToken, ["load", model.Key, "--estimate-only", "--gpu", "max", .. context, "-y"]);
            var words = $"{output.Errors}\n{output.Output}";
            return output.IsGood && LmsWords.EstimatedMemory(words) is { } memory ? new MemoryEstimate(memory, LmsWords.WillBeRefused(words)) : null;
        }
        catch (ServerException)
        {
            // likewise
            return null;
        }
    }

    private ModelFile? FileOf(LocalModel model, IReadOnlyList<LmsModel> listed)
    {
        var path = listed.FirstOrDefault(one => one.DeviceIdentifier is null && (one.ModelKey == model.Key || one.SelectedVariant == model.Key))?.Path;
        return path is not null && lms is not null && LmStudioFolder.In(lms.Home) is { } folder ? ModelFile.Find(server, Path.GetFullPath(Path.Combine(folder.Models, path))) : null;
    }
}
