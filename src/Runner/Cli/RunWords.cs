using System.CommandLine;

namespace LlmObs.Runner.Cli;

/// <summary>The argument and options of <c>llmobs run</c>.</summary>
internal sealed class RunWords
{
    private readonly Argument<string?> _plan = new("PLAN") { Arity = ArgumentArity.ZeroOrOne, Description = "A plan's path, or the name of one in plans/." };
    private readonly Option<string?> _server = ServerOptions.Server();
    private readonly Option<string?> _apiKeyVariable = ServerOptions.ApiKeyVariable();
    private readonly Option<string?> _collector = ServerOptions.Collector();
    private readonly Option<string?> _collectorTokenFile = ServerOptions.CollectorTokenFile();
    private readonly SelectionOptions _selection = new();
    private readonly Option<int?> _seed = new("--seed") { Description = "Decides order, nonces and sampling. Default: the plan's, else drawn and recorded.", HelpName = "N" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The folder that gets the session's folder.", HelpName = "DIR", DefaultValueFactory = _ => "results" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with this session's folder; nothing is measured twice.", HelpName = "DIR" };
    private readonly Option<string?> _until = new("--until") { Description = "Start no variant after this local time; resume later.", HelpName = "07:00" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would run and send nothing." };
    private readonly Option<bool> _download = new("--download") { Description = "Have the server fetch what of the plan it has not, before anything is measured. Without it nothing is ever fetched." };
    private readonly Option<bool> _ignoreChecks = ServerOptions.IgnoreChecks();
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Unload what is in the server's memory without asking; it is loaded again at the end." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line on standard output, words for people on standard error." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress, only the result." };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "Without a plan: the server's name of a loaded model.", HelpName = "M" };
    private readonly Option<string?> _prompt = new("--prompt", "-p") { Description = "Without a plan: the words to send.", HelpName = "TEXT" };
    private readonly Option<string?> _case = new("--case") { Description = "Without a plan: a standard prompt: short, medium, long, reasoning, instruction (medium).", HelpName = "NAME" };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Without a plan: the budget of an answer.", HelpName = "N" };
    private readonly Option<int?> _requests = new("--requests", "-n") { Description = "Without a plan: measured requests (10).", HelpName = "N" };
    private readonly Option<int?> _concurrency = new("--concurrency", "-c") { Description = "Without a plan: requests under way at once (1).", HelpName = "C" };
    private readonly Option<int?> _warmup = new("--warmup") { Description = "Without a plan: requests before, counted as cold (1).", HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Add(_plan);
        foreach (var option in (Option[])[_server, _apiKeyVariable, _collector, _collectorTokenFile, .. _selection.All, _seed, _output, _resume, _until, _download, _ignoreChecks, _yes, _dryRun, _json, _quiet, _model, _prompt, _case, _maxTokens, _requests, _concurrency, _warmup])
            command.Add(option);
        _plan.Validators.Add(argument => ParseMistakes.RefuseOptions(argument, command));
    }

    public RunOptions Read(ParseResult parsed) => new()
    {
        Plan = parsed.GetValue(_plan),
        Server = parsed.GetValue(_server),
        ApiKeyVariable = parsed.GetValue(_apiKeyVariable),
        Collector = parsed.GetValue(_collector),
        CollectorTokenFile = parsed.GetValue(_collectorTokenFile),
        Selection = _selection.Read(parsed),
        Seed = parsed.GetValue(_seed),
        Output = parsed.GetValue(_output)!,
        Resume = parsed.GetValue(_resume),
        Until = parsed.GetValue(_until),
        Download = parsed.GetValue(_download),
        IgnoreChecks = parsed.GetValue(_ignoreChecks),
        Yes = parsed.GetValue(_yes),
        DryRun = parsed.GetValue(_dryRun),
        Json = parsed.GetValue(_json),
        Quiet = parsed.GetValue(_quiet),
        Model = parsed.GetValue(_model),
        Prompt = parsed.GetValue(_prompt),
        CaseName = parsed.GetValue(_case),
        MaxTokens = parsed.GetValue(_maxTokens),
        Requests = parsed.GetValue(_requests),
        Concurrency = parsed.GetValue(_concurrency),
        Warmups = parsed.GetValue(_warmup),
    };
}
