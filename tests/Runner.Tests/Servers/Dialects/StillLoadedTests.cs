using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class StillLoadedTests
{
    private static readonly LocalModel Measured = Model("m", new LoadedInstance { Id = "m", ContextTokens = 131_072, ParallelSlots = 8, FlashAttention = true });

    [Fact]
    public void What_is_as_it_was_is_no_disturbance() => Assert.Null(Look(Measured, Model("other")));

    [Fact]
    public void What_the_owner_had_in_memory_all_the_time_is_none_either() =>
        Assert.Null(StillLoaded.Of(Measured, "m", Ids("m", "his"), [Measured, Model("his", new LoadedInstance { Id = "his" })]));

    [Fact]
    public void A_model_that_an_idle_limit_unloaded_after_its_last_answer_keeps_its_figures()
    {
        var found = Look(Model("m"));

        Assert.Equal((DisturbanceKind.Unloaded, false), (found!.Kind, found.SpoilsRequests));
        Assert.Equal("\"m\" was out of memory after its last answer: the server's idle limit was reached, or someone unloaded it.", found.Reason);
    }

    [Fact]
    public void One_that_was_loaded_again_just_in_time_with_the_defaults_spoils_its_requests()
    {
        var found = Look(Model("m", new LoadedInstance { Id = "m", ContextTokens = 4096, ParallelSlots = 4, FlashAttention = true }));

        Assert.Equal((DisturbanceKind.Replaced, true), (found!.Kind, found.SpoilsRequests));
        Assert.Equal("\"m\" has a context of 4,096 tokens, and had 131,072; 4 parallel slots, and had 8: it was unloaded and loaded again while it was measured, as a server does that loads just in time.", found.Reason);
    }

    [Fact]
    public void One_that_came_back_under_another_name_spoils_its_requests()
    {
        var found = Look(Model("m", new LoadedInstance { Id = "m:2", ContextTokens = 131_072 }));

        Assert.Equal(DisturbanceKind.Replaced, found!.Kind);
        Assert.Contains("m is loaded as m:2 instead", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_whose_name_belongs_to_another_quantization_now_spoils_its_requests() =>
        Assert.Equal(DisturbanceKind.Replaced, Look(Measured with { Quantization = "Q8_0" })!.Kind);

    [Fact]
    public void A_second_instance_spoils_its_requests_for_either_may_have_answered()
    {
        var found = Look(Measured with { Instances = [.. Measured.Instances, new LoadedInstance { Id = "m:2", ContextTokens = 4096 }] });

        Assert.Equal((DisturbanceKind.Duplicated, true), (found!.Kind, found.SpoilsRequests));
        Assert.Equal("m was loaded once more as m:2 while it was measured: any of them may have answered.", found.Reason);
    }

    [Fact]
    public void Another_model_that_came_in_beside_it_is_told_and_the_figures_stay()
    {
        var found = Look(Measured, Model("his", new LoadedInstance { Id = "his" }));

        Assert.Equal((DisturbanceKind.Joined, false), (found!.Kind, found.SpoilsRequests));
        Assert.Equal("his came into memory while it was measured: someone else used the server.", found.Reason);
    }

    [Fact]
    public void What_the_server_does_not_say_is_no_difference() => Assert.Null(Look(Model("m", new LoadedInstance { Id = "m" })));

    private static Disturbance? Look(params LocalModel[] now) => StillLoaded.Of(Measured, "m", Ids("m"), now);

    private static HashSet<string> Ids(params string[] ids) => new(ids, StringComparer.Ordinal);

    private static LocalModel Model(string key, params LoadedInstance[] instances) => new() { Key = key, Quantization = "Q4_K_M", Instances = instances };
}
