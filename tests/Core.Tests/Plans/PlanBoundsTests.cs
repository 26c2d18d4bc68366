using System.Reflection;
using System.Text.Json.Nodes;
using LlmObs.Plans;

namespace LlmObs.Tests.Plans;

/// <summary>What the schema says a number may be is what the plan check lets through, no more and no less.</summary>
public sealed class PlanBoundsTests
{
    private static readonly (Type Type, string[] Path)[] Places =
    [
        (typeof(Settings), ["settings"]), (typeof(ContextSweep), ["settings", "contextSweep"]), (typeof(ParallelSweep), ["settings", "parallelSweep"]), (typeof(Gate), ["settings", "gate"]),
        (typeof(OpenLoop), ["settings", "openLoop"]), (typeof(RateSweep), ["settings", "rateSweep"]),
    ];

    public static TheoryData<string, double, bool> Edges => [.. Bounded().SelectMany(one => Of(one.Bounds, IsWhole(one.Member)).Select(edge => (one.Path, edge.Value, edge.IsGood)))];

    public static TheoryData<string, int, bool> Lengths => [.. Bounded().Where(one => one.Bounds.LeastItems > 0).SelectMany(one => OfLength(one.Bounds).Select(edge => (one.Path, edge.Length, edge.IsGood)))];

    [Theory, MemberData(nameof(Edges))]
    public void A_number_is_let_through_up_to_its_bound_and_not_beyond(string path, double value, bool isGood)
    {
        JsonNode number = double.IsInteger(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);

        Assert.Equal(isGood, Accepts(path, IsList(path) ? new JsonArray(number) : number));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void So_is_a_list(string path, int length, bool isGood) =>
        Assert.Equal(isGood, Accepts(path, new JsonArray([.. Enumerable.Range(1, length).Select(index => (JsonNode)JsonValue.Create(path.EndsWith("depths", StringComparison.Ordinal) ? index / 100.0 : index))])));

    /// <summary>A number whose bounds depend on nothing else stands in the schema with them.</summary>
    [Fact]
    public void No_number_is_without_bounds_but_these() =>
        Assert.Equal(["ContextSweep.MaximumTokens", "Settings.QualitySeeds", "Settings.Seed"], Places.SelectMany(place => place.Type.GetProperties().Where(member => IsNumber(member.PropertyType) && member.GetCustomAttribute<BoundsAttribute>() is null).Select(member => $"{place.Type.Name}.{member.Name}")).Order(StringComparer.Ordinal));

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(int?) || type == typeof(double) || type == typeof(double?) || type == typeof(IReadOnlyList<int>) || type == typeof(IReadOnlyList<double>);

    private static IEnumerable<(string Path, BoundsAttribute Bounds, PropertyInfo Member)> Bounded() => Places.SelectMany(place => place.Type.GetProperties()
        .Select(member => (Member: member, Bounds: member.GetCustomAttribute<BoundsAttribute>())).Where(one => one.Bounds is not null)
        .Select(one => (string.Join('.', [.. place.Path, char.ToLowerInvariant(one.Member.Name[0]) + one.Member.Name[1..]]), one.Bounds!, one.Member)));

    private static IEnumerable<(double Value, bool IsGood)> Of(BoundsAttribute bounds, bool isWhole)
    {
        var step = isWhole ? 1 : 0.01;
        yield return (bounds.Least, true);
        yield return (bounds.Least - step, false);
        if (!double.IsFinite(bounds.Most))
            yield break;
        yield return (bounds.Most, !bounds.IsBelowMost);
        yield return (bounds.Most + step, false);
    }

    private static IEnumerable<(int Length, bool IsGood)> OfLength(BoundsAttribute bounds)
    {
        yield return (bounds.LeastItems, true);
        yield return (bounds.LeastItems - 1, false);
        if (bounds.MostItems == 0)
            yield break;
        yield return (bounds.MostItems, true);
        yield return (bounds.MostItems + 1, false);
    }

    private static bool IsWhole(PropertyInfo member) => member.PropertyType == typeof(int) || member.PropertyType == typeof(int?) || member.PropertyType == typeof(IReadOnlyList<int>);

    private static bool IsList(string path) => Bounded().Single(one => one.Path == path).Bounds.LeastItems > 0;

    private static bool Accepts(string path, JsonNode value)
    {
        var reading = SmallPlan.Read(plan =>
        {
            plan["settings"]!["openLoop"] = new JsonObject { ["requestsPerSecond"] = new JsonArray(1), ["requests"] = 30 };
            plan["settings"]!["rateSweep"] = new JsonObject { ["firstRequestsPerSecond"] = path.EndsWith("maximumRequestsPerSecond", StringComparison.Ordinal) ? 0.0005 : 0.25 };
            JsonNode at = plan;
            foreach (var step in path.Split('.').SkipLast(1))
                at = at[step] ??= new JsonObject();
            at[path.Split('.')[^1]] = value;
        });
        return !reading.Problems.Any(problem => problem.Path.StartsWith(path, StringComparison.Ordinal));
    }
}
