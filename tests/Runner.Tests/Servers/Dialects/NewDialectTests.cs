using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Servers;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Servers.Dialects;

/// <summary>A server nobody here knows yet: one class and one line in the list, and its words come through wherever something is to be done at it.</summary>
public sealed class NewDialectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_recognised_with_one_line_in_the_list_and_is_another_without()
    {
        await using var fake = await StartAsync();

        await using var server = await ConnectAsync(fake);
        await using var without = await new ServerConnector(TimeProvider.System).ConnectAsync(fake.Address, null, Cancel);

        Assert.Equal(("parrot", "Parrot", "7"), (server.Identity.Kind, server.Identity.Name, server.Identity.Version));
        Assert.Equal("openai_compatible", without.Identity.Kind);
    }

    [Fact]
    public async Task Its_words_come_through_wherever_something_is_to_be_done()
    {
        await using var fake = await StartAsync();
        await using var server = await ConnectAsync(fake);
        var models = await server.ListModelsAsync(Cancel);
        var missing = SessionPlans.Missing;
        var known = SessionPlans.Q8 with { Match = new MatchRule { Names = ["polly-Q8_0"] } };
        var mistakes = new List<string>();

        LoadedModels.Pick(null, models, server.Words, mistakes);
        var matrix = SessionMatrix.Of(SessionPlans.Of(missing, known), new Selection(), server, models, new Dictionary<string, string>(StringComparer.Ordinal));
        var held = new LocalModel { Key = "polly-Q8_0", Instances = [new LoadedInstance { Id = "polly-Q8_0", ContextTokens = 1 }] };
        var refused = await Assert.ThrowsAsync<ServerException>(() => server.LoadAsync(held, new LoadOptions(), Cancel));

        Assert.Contains("Teach it with: parrot teach polly-Q8_0", Assert.Single(mistakes), StringComparison.Ordinal);
        Assert.EndsWith("Teach it with: parrot teach polly-Q8_0 These lines fetch them: parrot buy demo/coder", Assert.Single(matrix.Problems), StringComparison.Ordinal);
        Assert.Contains(matrix.Missing, one => one.FetchLine == "parrot buy demo/coder");
        Assert.Contains(matrix.Missing, one => one.Reason.EndsWith("Teach it with: parrot teach polly-Q8_0", StringComparison.Ordinal));
        Assert.EndsWith("Buy a larger cage for 2.", LoadVerifier.VerifyHeld(held, new LoadOptions { ContextTokens = 2 }, held.Instances[0], [held], server.Words), StringComparison.Ordinal);
        Assert.Contains("parrot hush polly-Q8_0", LoadVerifier.VerifyFound(held, new LoadOptions { ContextTokens = 2 }, held.Instances[0], [held], server.Words), StringComparison.Ordinal);
        Assert.StartsWith("Parrot is measured with what it has loaded.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Only LM Studio's model files are listed and deleted: where Parrot keeps its own is not known here. Look there.", server.Words.WhyNoFiles);
        Assert.Null(server.FindFolder(Path.GetTempPath()));
    }

    private static async Task<FakeServer> StartAsync()
    {
        var fake = await FakeServer.StartAsync(Cancel);
        fake.Says("GET /v1/models", """{"object":"list","data":[{"id":"polly-Q8_0","object":"model"},{"id":"polly-Q4_K_M","object":"model"}]}""");
        return fake.Says("GET /squawk", """{"version":"7"}""");
    }

    private static Task<ILlmServer> ConnectAsync(FakeServer fake) =>
        new ServerConnector(TimeProvider.System) { Dialects = [Parrot.Dialect, .. ServerDialects.All] }.ConnectAsync(fake.Address, null, Cancel);

    /// <summary>All that a new server is.</summary>
    private sealed class Parrot(ServerConnection connection) : LlmServer(connection)
    {
        public static ServerDialect Dialect { get; } = new()
        {
            Kind = "parrot",
            Name = "Parrot",
            UsualPort = 7000,
            StartCommand = "parrot wake",
            RecogniseAsync = async (probe, cancellationToken) => (await probe.GetAsync("squawk", cancellationToken)) is { IsGood: true } squawk ? new Greeting(squawk.TextMember("version")) : null,
            Open = connection => new Parrot(connection),
        };

        public override ServerWords Words => new ParrotWords(Identity);

        public override async Task<IReadOnlyList<LocalModel>> ListModelsAsync(CancellationToken cancellationToken) =>
            [.. (await AskModelsAsync(cancellationToken)).Select(model => new LocalModel { Key = model.Id, Quantization = QuantizationName.FromName(model.Id), Format = ModelFormat.Gguf })];

        private sealed class ParrotWords(ServerIdentity server) : ServerWords(server)
        {
            public override string Load(string key, int? contextTokens) => $"parrot teach {key}";

            public override string Unload(string instanceId) => $"parrot hush {instanceId}";

            public override string? Fetch(Resolution missing) => $"parrot buy {missing.Variant.Source?.Repository}";

            public override string WhenNotLoaded(string? key) => $"Teach it with: {Load(key ?? "<word>", null)}";

            public override string WhenContextIsTooSmall(int tokens) => FormattableString.Invariant($"Buy a larger cage for {tokens}.");
        }
    }
}
