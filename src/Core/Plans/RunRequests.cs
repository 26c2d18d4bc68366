using System.Globalization;

namespace LlmObs.Plans;

/// <summary>
/// The requests of one run. A level of concurrency c sends max(iterations, c) requests, so that c are really under way.
/// The quality and similarity passes belong to the first block only: they say nothing about speed.
/// </summary>
internal sealed class RunRequests(Plan plan, Variant variant, MatrixOptions options, string runId)
{
    private readonly List<Case> _cases = [.. plan.Cases.Where(planCase => planCase.Models is null || planCase.Models.Contains(variant.Model, StringComparer.Ordinal))];

    public IEnumerable<PlannedRequest> Warmups() => _cases.Count == 0
        ? []
        : Enumerable.Range(0, plan.Settings.Warmups).Select(iteration => Request(_cases[0], Pass.Speed, 1, iteration) with
        {
            Id = $"{runId}/warmup/{iteration}",
            IsWarmup = true,
            Nonce = Nonce(_cases[0], $"warmup/{iteration}"),
        });

    public IEnumerable<PlannedRequest> Similarity() => With(Pass.Similarity).Select(planCase => Request(planCase, Pass.Similarity, 1, 0) with
    {
        Nonce = null,
        MaxTokens = planCase.AnswerMaxTokens,
        Sampling = Sampling.Greedy,
    });

    public IEnumerable<PlannedRequest> Speed() =>
        from concurrency in plan.Settings.Concurrency
        from planCase in With(Pass.Speed)
        from iteration in Enumerable.Range(0, Math.Max(plan.Settings.Iterations, concurrency))
        select Request(planCase, Pass.Speed, concurrency, iteration);

    /// <summary>Rate after rate, each with the same times for every variant and block.</summary>
    public IEnumerable<PlannedRequest> OpenLoop() => plan.Settings.OpenLoop is not { } loop
        ? []
        : from rate in loop.RequestsPerSecond
          from planCase in With(Pass.OpenLoop)
          from request in Arriving(loop, rate, planCase)
          select request;

    public IEnumerable<PlannedRequest> Quality() =>
        from planCase in With(Pass.Quality)
        from seed in plan.Settings.QualitySeeds.Select((seed, iteration) => (Value: seed, Iteration: iteration))
        select Request(planCase, Pass.Quality, 1, seed.Iteration) with
        {
            MaxTokens = planCase.AnswerMaxTokens,
            Sampling = plan.Models.FirstOrDefault(model => model.Id == variant.Model)?.Sampling ?? plan.Settings.SpeedSampling,
            Seed = seed.Value,
        };

    /// <summary>Null where the plan asks for none.</summary>
    public PlannedSweeps? Sweeps() => plan.Settings is { ContextSweep: null, ParallelSweep: null, RateSweep: null } ? null : new PlannedSweeps
    {
        Context = plan.Settings.ContextSweep,
        PlannedMaximumContextTokens = plan.Models.FirstOrDefault(model => model.Id == variant.Model)?.MaximumContextTokens,
        Parallel = plan.Settings.ParallelSweep,
        ParallelRequest = plan.Settings.ParallelSweep is { } parallel ? Swept(parallel.Case) : null,
        Rate = plan.Settings.RateSweep,
        RateRequest = plan.Settings.RateSweep is { } rate ? Swept(rate.Case) : null,
    };

    private PlannedRequest? Swept(string? name)
    {
        var planCase = name is null ? With(Pass.Speed).OrderBy(one => one.Models is not null).FirstOrDefault() : _cases.FirstOrDefault(one => one.Id == name);
        return planCase is null ? null : Request(planCase, Pass.Speed, 1, 0);
    }

    private IEnumerable<PlannedRequest> Arriving(OpenLoop loop, double rate, Case planCase)
    {
        var name = rate.ToString(CultureInfo.InvariantCulture);
        var times = ArrivalSchedule.Of(loop.Arrivals, rate, loop.Requests, loop.Duration, $"{options.Seed}/{planCase.Id}/{name}");
        return times.Select((after, iteration) => Request(planCase, Pass.OpenLoop, loop.MostInFlight, iteration) with
        {
            Id = $"{runId}/openloop/{planCase.Id}/r{name}/{iteration}",
            Nonce = Nonce(planCase, $"{Pass.OpenLoop}/r{name}/{iteration}"),
            Arrival = new Arrival { RequestsPerSecond = rate, Arrivals = loop.Arrivals, After = after },
        });
    }

    private IEnumerable<Case> With(Pass pass) => _cases.Where(planCase => planCase.Passes.Contains(pass));

    private PlannedRequest Request(Case planCase, Pass pass, int concurrency, int iteration) => new()
    {
        Id = $"{runId}/{pass.ToString().ToLowerInvariant()}/{planCase.Id}/c{concurrency}/{iteration}",
        Case = planCase.Id,
        Pass = pass,
        Concurrency = concurrency,
        Iteration = iteration,
        Text = Text(planCase),
        Nonce = Nonce(planCase, $"{pass}/c{concurrency}/{iteration}"),
        MaxTokens = planCase.MaxTokens,
        Sampling = plan.Settings.SpeedSampling,
        Seed = options.Seed,
    };

    /// <summary>Equal for all variants and blocks.</summary>
    private string? Nonce(Case planCase, string occasion) => plan.Settings.Nonce ? RunMatrix.Digest($"{options.Seed}/{planCase.Id}/{occasion}") : null;

    private string Text(Case planCase)
    {
        var text = planCase.Prompt;
        foreach (var attachment in planCase.Attachments)
        {
            var content = options.Attachments[attachment.File];
            text = attachment.Placeholder is { } words ? text.Replace(words, $"\n{content}\n", StringComparison.Ordinal) : $"{text}\n\n{content}\n";
        }
        return text;
    }
}
