using LlmObs.Simulator.Hazards;

namespace LlmObs.Simulator.Tests.Hazards;

public sealed class HazardCatalogueTests
{
    private static readonly TimeSpan Telling = TimeSpan.FromMilliseconds(150);

    [Fact]
    public void Every_scenario_has_a_name_of_its_own_that_an_address_can_hold()
    {
        Assert.Equal(HazardCatalogue.All.Count, HazardCatalogue.All.Select(hazard => hazard.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(HazardCatalogue.All, hazard => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", hazard.Name));
    }

    [Fact]
    public void Every_scenario_says_what_happens_and_where_it_was_seen()
    {
        Assert.All(HazardCatalogue.All, hazard =>
        {
            Assert.EndsWith(".", hazard.What, StringComparison.Ordinal);
            Assert.NotEmpty(hazard.SeenAt);
        });
    }

    [Fact]
    public void An_outcome_other_than_completed_has_a_code_and_says_what_happened() =>
        Assert.All(HazardCatalogue.All, hazard => Assert.Equal(hazard.Expected.Outcome == "completed", hazard.Expected is { Code: null, ReasonContains: null }));

    [Fact]
    public void Text_and_the_writes_that_hold_it_go_together()
    {
        Assert.All(HazardCatalogue.All, hazard =>
        {
            var hasText = hazard.Expected.Answer.Length + hazard.Expected.Reasoning.Length > 0;
            Assert.Equal(hasText, hazard.Expected.FirstTokenWrite is not null);
            Assert.Equal(hasText, hazard.Expected.LastTokenWrite is not null);
        });
    }

    [Fact]
    public void What_comes_before_a_first_token_comes_long_enough_before_it_to_tell_them_apart()
    {
        var scenarios = HazardCatalogue.Families[0].Hazards;

        Assert.All(scenarios, hazard => Assert.True(PauseBeforeFirstToken(hazard) >= Telling, hazard.Name));
    }

    [Fact]
    public void A_scenario_that_never_ends_says_for_which_patience_its_outcome_holds()
    {
        var endless = HazardCatalogue.All.Where(hazard => hazard.Expected.Code is "idle-timeout" or "total-timeout");

        Assert.All(endless, hazard => Assert.True((hazard.IdleLimit ?? hazard.TotalLimit) is not null, hazard.Name));
    }

    /// <summary>All the waiting between the first write and the one that completes the first token.</summary>
    private static TimeSpan PauseBeforeFirstToken(Hazard hazard)
    {
        var writes = 0;
        var pause = TimeSpan.Zero;
        foreach (var step in hazard.Steps)
        {
            if (step is HazardStep.Write && writes++ == hazard.Expected.FirstTokenWrite)
                break;
            if (step is HazardStep.Wait wait && writes > 0)
                pause += wait.Time;
        }
        return pause;
    }
}
