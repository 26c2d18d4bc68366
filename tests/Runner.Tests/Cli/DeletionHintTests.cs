using LlmObs.Plans;
using LlmObs.Runner.Cli;
using LlmObs.Runner.Sessions;
using LlmObs.Runner.Tests.Sessions;

namespace LlmObs.Runner.Tests.Cli;

public sealed class DeletionHintTests
{
    [Fact]
    public async Task A_completed_plan_that_lets_models_be_deleted_names_the_command_and_deletes_nothing_itself()
    {
        var ended = await MeasureAsync(ModelDeletion.WhenAsked, isSimulated: false);

        Assert.Equal(
            $"All is measured. When you are sure of it, this frees the disk, and asks first: llmobs models delete mac-512gb --output {Path.GetDirectoryName(ended.Folder)}",
            ResultWords.Deletion(ended, "llmobs", "mac-512gb"));
    }

    [Theory]
    [InlineData(ModelDeletion.Never, false, SessionEnd.Completed)]
    [InlineData(ModelDeletion.WhenAsked, true, SessionEnd.Completed)]
    [InlineData(ModelDeletion.WhenAsked, false, SessionEnd.CompletedWithFailures)]
    [InlineData(ModelDeletion.WhenAsked, false, SessionEnd.Interrupted)]
    public async Task Otherwise_nothing_is_said_of_it(ModelDeletion deletion, bool isSimulated, SessionEnd end) =>
        Assert.Null(ResultWords.Deletion(await MeasureAsync(deletion, isSimulated) with { End = end }, "llmobs", null));

    private static async Task<SessionOutcome.Ended> MeasureAsync(ModelDeletion deletion, bool isSimulated)
    {
        await using var bench = await SessionBench.StartAsync();
        var plan = SessionPlans.Of(SessionPlans.Q8).With(settings => settings with { CleanUp = new CleanUp { DeleteModels = deletion } });
        var ended = Assert.IsType<SessionOutcome.Ended>(await bench.RunAsync(plan));
        var header = ended.Content.Header with { Server = ended.Content.Header.Server with { IsSimulated = isSimulated } };
        return ended with { Content = ended.Content with { Header = header } };
    }
}
