using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace LlmObs.ServiceDefaults;

/// <summary>What is wrong with the value of an option, in words for people: the parser's own name our types.</summary>
public static class OptionMistakes
{
    public static string Of(ParseError error) => OptionOf(error.SymbolResult) is { } option ? Words(option) ?? error.Message : error.Message;

    private static OptionResult? OptionOf(SymbolResult? result) => result as OptionResult ?? result?.Parent as OptionResult;

    private static string? Words(OptionResult option)
    {
        var (name, type) = (option.Option.Name, option.Option.ValueType);
        return option.Tokens switch
        {
            [] => $"{name}: its value is missing.{Example(type)}",
            [var only] when Kind(type) is { } kind => IsTooLarge(only.Value, type) ? $"{name}: {only.Value} is too large. Write at most {int.MaxValue}." : $"{name}: \"{only.Value}\" is no {kind}.{Example(type)}",
            { Count: var count and > 1 } when option.Option.Arity.MaximumNumberOfValues == 1 => $"{name}: it has {count} values. Write it once, with one.",
            _ => null,
        };
    }

    private static bool IsTooLarge(string value, Type type) =>
        Of(type) == typeof(int) && BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > int.MaxValue;

    private static string? Kind(Type type) => Of(type) == typeof(int) ? "whole number" : Of(type) == typeof(double) ? "number" : null;

    private static string Example(Type type) => Of(type) == typeof(int) ? " Write one such as 42." : Of(type) == typeof(double) ? " Write one such as 0.5." : "";

    private static Type Of(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
