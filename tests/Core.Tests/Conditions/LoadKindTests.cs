using LlmObs.Conditions;

namespace LlmObs.Tests.Conditions;

public sealed class LoadKindTests
{
    [Theory]
    [InlineData(100, LoadKind.First), InlineData(50, LoadKind.First), InlineData(180, LoadKind.First), InlineData(49, LoadKind.Partly), InlineData(11, LoadKind.Partly), InlineData(10, LoadKind.Cached), InlineData(0, LoadKind.Cached)]
    public void The_bytes_read_over_the_files_size_tell_where_the_weights_came_from(long read, LoadKind kind) => Assert.Equal(kind, LoadKinds.Of(LoadKinds.Share(read, 100)));

    [Fact]
    public void Nobody_knows_without_either()
    {
        Assert.Null(LoadKinds.Of(LoadKinds.Share(null, 100)));
        Assert.Null(LoadKinds.Of(LoadKinds.Share(100, null)));
        Assert.Null(LoadKinds.Of(LoadKinds.Share(100, 0)));
    }
}
