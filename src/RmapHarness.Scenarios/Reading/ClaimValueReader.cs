using System.Globalization;
using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads the value of a claim, as its field wants it.</summary>
internal static class ClaimValueReader
{
    /// <summary>The value; null after reporting what is wrong.</summary>
    public static ClaimValue? Read(ClaimField field, Node node, Diagnostics diagnostics)
    {
        if (node is not ScalarNode scalar)
        {
            diagnostics.Add(node.Mark, $"the value of '{field.Name}' is a number or a mapping of schemes to numbers");
            return null;
        }

        if (field.IsBit)
            return ReadBit(field, scalar, diagnostics);
        if (scalar.Text.Length > 0 && scalar.Text.All(char.IsAsciiDigit))
            return ReadNumber(scalar, diagnostics);
        if (!field.IsMemory)
        {
            diagnostics.Add(scalar.Mark, $"{Printable.Quote(scalar.Text)} is not a number");
            return null;
        }

        if (QuantityParser.Parse(scalar.Text, out var problem) is { } size)
            return new ClaimValue(scalar.At(0), 0, size);
        diagnostics.Add(scalar.At(problem!.Offset), problem.Message, problem.Suggestion);
        return null;
    }

    private static ClaimValue? ReadBit(ClaimField field, ScalarNode scalar, Diagnostics diagnostics)
    {
        if (scalar.Text is "0" or "1" or "true" or "false")
            return new ClaimValue(scalar.Mark, scalar.Text is "1" or "true" ? 1 : 0, null);
        diagnostics.Add(scalar.Mark, $"'{field.Name}' is true or false");
        return null;
    }

    private static ClaimValue? ReadNumber(ScalarNode scalar, Diagnostics diagnostics)
    {
        if (long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Limits.Number)
            return new ClaimValue(scalar.Mark, number, null);
        diagnostics.Add(scalar.Mark, $"the number is too large; the largest is {Limits.Number}");
        return null;
    }
}
