using LlmObs.Hardware;

namespace LlmObs.Collector.Samples;

/// <summary><c>/samples</c>: what was kept of a time, one JSON object a line.</summary>
internal static class SampleEndpoints
{
    public static void MapSamples(this IEndpointRouteBuilder routes) => routes.MapGet("/samples", AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, SampleHistory history)
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (SampleRange.Read(context.Request.Query, problems) is { } range)
            await WriteAsync(context.Response, history.Between(range.From, range.To), context.RequestAborted);
        else
            await TypedResults.ValidationProblem(problems, detail: string.Join(' ', problems.Values.SelectMany(problem => problem))).ExecuteAsync(context);
    }

    private static async Task WriteAsync(HttpResponse response, IReadOnlyList<HostSample> samples, CancellationToken cancellationToken)
    {
        response.ContentType = "application/x-ndjson";
        foreach (var sample in samples)
            await response.WriteAsync($"{HostJson.ToLine(sample)}\n", cancellationToken);
    }
}
