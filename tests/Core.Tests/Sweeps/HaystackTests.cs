using LlmObs.Plans;
using LlmObs.Sweeps;

namespace LlmObs.Tests.Sweeps;

public sealed class HaystackTests
{
    private static readonly double[] Depths = [0.1, 0.5, 0.9];

    [Theory]
    [InlineData(3_000), InlineData(40_000), InlineData(700_000)]
    public void It_is_as_long_as_asked_and_each_fact_lies_at_its_depth(int characters)
    {
        var needles = Needle.Draw(7, 4096, Depths);

        var text = Haystack.Fill("5eed", 7, 4096, characters, needles);

        Assert.InRange(text.Length, characters - 80, characters);
        Assert.StartsWith("// 5eed\n", text, StringComparison.Ordinal);
        Assert.All(needles, needle => Assert.Equal(needle.Depth, (double)text.IndexOf(needle.Sentence, StringComparison.Ordinal) / (text.Length - 300), characters < 10_000 ? 0.06 : 0.02));
    }

    [Fact]
    public void Equal_seeds_give_equal_texts_and_others_do_not()
    {
        var first = ContextPrompt.Of(new ContextSweep(), 7, 8192, null, null);

        Assert.Equal(first.Text, ContextPrompt.Of(new ContextSweep(), 7, 8192, null, null).Text);
        Assert.NotEqual(first.Text, ContextPrompt.Of(new ContextSweep(), 8, 8192, null, null).Text);
        Assert.NotEqual(first.Probe.Needles, ContextPrompt.Of(new ContextSweep(), 7, 16_384, null, null).Probe.Needles);
        Assert.NotEqual(first.Nonce, ContextPrompt.Of(new ContextSweep(), 7, 8192, null, "loaded before").Nonce);
    }

    /// <summary>Written down once: what was asked in an earlier session can be asked again by a later program.</summary>
    [Fact]
    public void The_words_of_a_seed_are_the_same_for_ever()
    {
        Assert.Equal("275761", Needle.Draw(7, 1024, Depths)[0].Code);
    }

    [Fact]
    public void Only_the_facts_have_digits()
    {
        var text = Haystack.Fill("nonce", 7, 1024, 20_000, []);

        Assert.DoesNotContain(text[..text.IndexOf("\n\nWrite", StringComparison.Ordinal)], char.IsAsciiDigit);
    }

    [Theory]
    [InlineData("amber: 123456", true), InlineData("**123,456**", true), InlineData("123 456", false), InlineData("", false), InlineData("12345", false)]
    public void A_fact_is_found_by_its_code(string answer, bool isFound) => Assert.Equal(isFound, new Needle(0.1, "amber", "123456").IsIn(answer));

    [Fact]
    public void Contexts_double_up_to_the_maximum_itself_and_none_is_without_room()
    {
        Assert.Equal([1024, 2048, 4096, 8192, 10_000], ContextLadder.Steps(new ContextSweep(), 10_000));
        Assert.Equal([1024, 2048, 4096], ContextLadder.Steps(new ContextSweep { MaximumTokens = 4096 }, 10_000));
        Assert.Equal([4096, 8192], ContextLadder.Steps(new ContextSweep { AnswerTokens = 2048 }, 8192));
        Assert.Empty(ContextLadder.Steps(new ContextSweep { AnswerTokens = 2048 }, 2048));
        Assert.All(ContextLadder.Steps(new ContextSweep(), 262_144), step => Assert.True(ContextLadder.PromptTokens(new ContextSweep(), step) + 256 < step));
    }

    [Fact]
    public void A_text_is_reckoned_from_what_was_counted_with_the_templates_tokens_apart()
    {
        // 50 tokens of template and a token each 4 characters
        var calibration = TokenCalibration.Of([(2000, 550), (4000, 1050), (8000, 2050)]);

        Assert.Equal((50, 0.25), (Math.Round(calibration.Fixed, 9), Math.Round(calibration.PerCharacter, 9)));
        Assert.Equal(39_800, calibration.Characters(10_000));
        Assert.Equal(10_000, calibration.Tokens(39_800));
        Assert.Equal(0.275, TokenCalibration.Of([(2000, 550), (2000, 550)]).PerCharacter, 9);
        Assert.Equal((3000, 0.1), (TokenCalibration.Of([]).Characters(1000), TokenCalibration.Of([(2000, 100), (4000, 400)]).PerCharacter));
    }

    /// <summary>A server that cuts at 512 counts the same for each: no slope to divide by.</summary>
    [Fact]
    public void Counts_that_do_not_rise_do_no_harm() => Assert.Equal(512.0 / 8000, TokenCalibration.Of([(4000, 512), (8000, 512)]).PerCharacter, 9);
}
