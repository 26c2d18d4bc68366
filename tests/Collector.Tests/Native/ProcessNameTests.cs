using LlmObs.Collector.Native;

namespace LlmObs.Collector.Tests.Native;

public sealed class ProcessNameTests
{
    [Theory]
    [InlineData("LM Studio Helper", "LM Studio Helpe", "LM Studio Helper")]
    [InlineData("", "llama-server", "llama-server")]
    [InlineData("", "sixteen letters!", "sixteen letters!")]
    [InlineData("thirty-two letters, so no zero!!", "short", "thirty-two letters, so no zero!!")]
    [InlineData("", "", "")]
    public void The_long_name_counts_and_where_there_is_none_the_short_one(string name, string comm, string told) =>
        Assert.Equal(told, new ProcBsdInfo { Name = MacProcesses.Long(name), Comm = MacProcesses.Short(comm) }.ProcessName);
}
