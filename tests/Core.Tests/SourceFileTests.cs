namespace LlmObs.Tests;

/// <summary>What counts as a use of another room, shown on small files.</summary>
public sealed class SourceFileTests
{
    private static readonly SourceFile Parent = new("House.cs", "House", """
        namespace LlmObs.House;

        public sealed record Roof
        {
            private sealed class Tile;
        }

        internal static class RoofExtensions
        {
            public static void Mend(this object roof) => roof.ToString();
        }
        """);

    [Theory]
    [InlineData("private readonly Roof _roof;")]
    [InlineData("private string Words => $\"{new Roof()} is above\";")]
    [InlineData("private readonly object _words = \"http://house\"; private readonly Roof _roof;")]
    [InlineData("private void Repair(object any) => any.Mend();")]
    [InlineData("private readonly House.Roof _roof;")]
    public void A_name_of_the_enclosing_room_is_a_use_though_it_needs_no_using(string member) =>
        Assert.Equal(["House"], Uses("House.Cellar", member));

    [Theory]
    [InlineData("// the Roof is above")]
    [InlineData("/* Roof\n   Roof */")]
    [InlineData("/// <summary>Below the <see cref=\"Roof\"/>.</summary>")]
    [InlineData("private readonly int _roofs, RoofHeight, Tile;")]
    [InlineData("private object Of(dynamic other) => other.Roof;")]
    public void A_comment_another_word_a_member_and_a_type_within_a_type_are_no_use(string member) =>
        Assert.Empty(Uses("House.Cellar", member));

    [Theory]
    [InlineData("using LlmObs.House;", "House")]
    [InlineData("using static LlmObs.House.RoofExtensions;", "House")]
    [InlineData("using Cover = LlmObs.House.Roof;", "House")]
    [InlineData("global using LlmObs.House;", "House")]
    [InlineData("using System.Text;", null)]
    public void A_using_of_a_room_or_of_a_type_in_it_is_a_use(string line, string? used) =>
        Assert.Equal(used is null ? [] : [used], Uses("Garden", "", line));

    [Fact]
    public void A_room_is_not_used_by_a_stranger_that_has_a_type_of_the_same_name() =>
        Assert.Empty(Uses("Garden", "private readonly Roof _ownRoof;"));

    [Fact]
    public void A_file_knows_its_namespace_and_what_others_can_name_of_it()
    {
        Assert.Equal("House", Parent.Namespace);
        Assert.Equal(["Roof", "RoofExtensions", ".Mend"], Parent.Names);
    }

    private static IEnumerable<string> Uses(string room, string member, string line = "")
    {
        var file = new SourceFile("Child.cs", room, $"{line}\n\nnamespace LlmObs.{room};\n\npublic sealed class Child\n{{\n    {member}\n}}\n");
        SourceFile[] files = [Parent, file];
        return file.Uses(files.SelectMany(one => one.Names.Select(name => (one.Room, name))).ToLookup(pair => pair.Room, pair => pair.name, StringComparer.Ordinal));
    }
}
