using LlmObs.Runner.Servers;
using LlmObs.Runner.Servers.Lms;
using LlmObs.Runner.Tests.Programs;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>
/// <c>lms</c> as its source has it: the streams it writes to, its words, its exit codes. A shell script that remembers what it was called with. What it "loads" is a file
/// that the fake server beside it looks for.
/// </summary>
internal sealed class FakeLms : IDisposable
{
    public const string Loads = """
        printf '\r%s 40%% x' "Loading $2"; printf '\r%s 100%% x' "Loading $2"; printf '\r\033[K'
        echo 'Model loaded successfully in 2.50s.' >&2
        echo "To use the model in the API/SDK, use the identifier \"$2\"." >&2
        touch loaded
        """;

    private const string Script = """
        echo "$*" >> calls
        case "$1 $2" in
        'server status') cat status;;
        'ls --json') . ./listing.sh; cat list;;
        'ps --json') cat ps;;
        'runtime ls') cat runtimes;;
        'unload '*) . ./unload.sh;;
        'load '*) . ./load.sh;;
        *) echo "unknown command $1" >&2; exit 1;;
        esac
        """;

    private readonly StubProgram _program = new("lms", Script);

    public FakeLms(Uri server, string key, string load = Loads, string? path = null, string listing = ":")
    {
        Write("status", $$"""{"running":true,"port":{{server.Port}}}""");
        Write("list", $$"""[{"type":"llm","modelKey":"{{key}}","format":"gguf","displayName":"M","publisher":"p","path":"{{path ?? "p/m/m.gguf"}}","sizeBytes":1,"indexedModelIdentifier":"x","deviceIdentifier":null}]""");
        Write("ps", "[]");
        Write("runtimes", "LLM ENGINE    SELECTED    MODEL FORMAT\nllama.cpp-mac@2.3.1    ✓    GGUF\n");
        Write("unload.sh", "rm -f loaded; echo \"Model \\\"$2\\\" unloaded.\" >&2");
        Write("load.sh", load);
        Write("listing.sh", listing);
    }

    public string Path => _program.Path;

    public string Home => _program.Folder;

    public bool HasLoaded => File.Exists(_program.In("loaded"));

    public IReadOnlyList<string> Calls => File.Exists(_program.In("calls")) ? File.ReadAllLines(_program.In("calls")) : [];

    public IEnumerable<string> CallsOf(string command) => Calls.Where(call => call.StartsWith($"{command} ", StringComparison.Ordinal));

    public void Write(string file, string text) => File.WriteAllText(_program.In(file), text);

    public Task<ILlmServer> ConnectAsync(FakeServer fake, CancellationToken cancellationToken) =>
        new ServerConnector(TimeProvider.System) { Lms = new LmsInstallation(Path, Home) }.ConnectAsync(fake.Address, null, cancellationToken);

    public void Dispose() => _program.Dispose();
}
