using System.CommandLine;

namespace LlmObs.Runner.Cli;

/// <summary>The options of <c>llmobs doctor</c>.</summary>
internal sealed class DoctorOptions
{
    private const string PrometheusVariable = "LLMOBS_PROMETHEUS";

    public Option<string> Plan { get; } = new("--plan") { Description = "The plan that is to be measured: a path, or the name of one in plans/.", HelpName = "PLAN", DefaultValueFactory = _ => "quick" };

    public Option<string?> Server { get; } = ServerOptions.Server();

    public Option<string?> ApiKeyVariable { get; } = ServerOptions.ApiKeyVariable();

    public Option<string?> Collector { get; } = ServerOptions.Collector();

    public Option<string?> CollectorTokenFile { get; } = ServerOptions.CollectorTokenFile();

    public Option<string?> Prometheus { get; } = new("--prometheus") { Description = $"Where Prometheus answers. Default: what {PrometheusVariable} names, else http://127.0.0.1:9090.", HelpName = "URL" };

    public SelectionOptions Selection { get; } = new();

    public Option<string> Output { get; } = new("--output", "-o") { Description = "The folder that will get the session's folder.", HelpName = "DIR", DefaultValueFactory = _ => "results" };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object on standard output." };

    /// <summary>With or without a file.</summary>
    public Option<string?> Report { get; } = new("--report")
    {
        Description = "Write a file of this machine to send: hardware, sensors, ten samples, and no names. Default: a name of its own in --output.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Plan, Server, ApiKeyVariable, Collector, CollectorTokenFile, Prometheus, .. Selection.All, Output, Json, Report])
            command.Add(option);
    }

    public Uri PrometheusAddress(ParseResult parsed, Surroundings surroundings, List<string> mistakes)
    {
        var (text, flag) = parsed.GetValue(Prometheus) is { } given ? (given, Prometheus.Name) : (surroundings.Variable(PrometheusVariable), PrometheusVariable);
        return string.IsNullOrEmpty(text) ? surroundings.UsualPrometheus : ServerOptions.Address(text, mistakes, flag) ?? surroundings.UsualPrometheus;
    }
}
