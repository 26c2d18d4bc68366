using System.Globalization;
using LlmObs.Plans;

namespace LlmObs.Runner.Cli;

/// <summary>What can be wrong with the flags of <c>llmobs run</c>, before anything is opened or asked.</summary>
internal static class RunOptionRules
{
    private const int MostAtOnce = 1024;

    public static IEnumerable<string> Check(RunOptions options) => [.. Together(options), .. Numbers(options), .. Words(options)];

    /// <summary>The next time the clock shows it, in local time.</summary>
    public static DateTimeOffset? Until(string? text, TimeProvider clock, List<string> mistakes)
    {
        if (text is null)
            return null;
        if (!TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            mistakes.Add($"--until: \"{text}\" is no time of day. Write hours and minutes, such as 07:00.");
            return null;
        }
        var now = clock.GetLocalNow();
        var today = now.Date + time.ToTimeSpan();
        var next = today > now.DateTime ? today : today.AddDays(1);
        return new DateTimeOffset(next, clock.LocalTimeZone.GetUtcOffset(next));
    }

    private static IEnumerable<string> Together(RunOptions options)
    {
        var adHoc = string.Join(", ", options.AdHocFlags);
        if (options.Plan is not null && options.IsAdHoc)
            yield return $"The plan \"{options.Plan}\" and {adHoc} cannot go together: a plan says itself what to send. Leave one out.";
        if (options.Prompt is not null && options.CaseName is not null)
            yield return "--prompt and --case cannot go together. Leave one out.";
        if (options.IsAdHoc && !options.Selection.IsAll)
            yield return $"--only, --phase and --priority choose from a plan; {adHoc} measures without one. Leave one out.";
        if (options.IsAdHoc && options.Download)
            yield return $"--download fetches what a plan names; {adHoc} measures what is loaded. Leave one out.";
        if (options.Resume is null)
            yield break;
        if (options.Plan is not null || options.IsAdHoc || options.Seed is not null || !options.Selection.IsAll)
            yield return "--resume goes on with what its folder says: leave out the plan, --seed, --only, --phase, --priority and the flags of an ad hoc run.";
        if (options.DryRun)
            yield return "--resume and --dry-run cannot go together. Leave one out.";
    }

    private static IEnumerable<string> Numbers(RunOptions options)
    {
        if (options.MaxTokens is < 1)
            yield return $"--max-tokens: {options.MaxTokens} is no budget. Write 1 or more.";
        if (options.Requests is < 1)
            yield return $"--requests: {options.Requests} measures nothing. Write 1 or more.";
        if (options.Concurrency is < 1 or > MostAtOnce)
            yield return $"--concurrency: {options.Concurrency} at once are impossible. Write 1 to {MostAtOnce}.";
        if (options.Warmups is < 0)
            yield return $"--warmup: {options.Warmups} is no count. Write 0 or more.";
    }

    private static IEnumerable<string> Words(RunOptions options)
    {
        var cases = StandardCases.All.Select(known => known.Id).ToList();
        if (options.CaseName is { } name && !cases.Contains(name, StringComparer.Ordinal))
            yield return $"--case: there is no case \"{name}\". {NearestName.Advice(name, cases)}";
        if (options.Prompt is { } prompt && string.IsNullOrWhiteSpace(prompt))
            yield return "--prompt: it is empty. Write the words to send.";
        if (options.Model is { } model && string.IsNullOrWhiteSpace(model))
            yield return "--model: it is empty. Write the server's name of the model.";
    }
}
