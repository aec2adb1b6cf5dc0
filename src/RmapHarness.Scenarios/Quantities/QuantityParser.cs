using System.Globalization;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Quantities;

/// <summary>
/// Reads sizes: <c>[-] TERM {(+|-) TERM}</c>, where a term is <c>N UNIT</c> or <c>N/M UNIT</c>. Inside the brackets of a range
/// a number alone counts pages and a fraction alone is of the mapping.
/// </summary>
internal sealed class QuantityParser
{
    private const string NumberPattern = "[0-9]+( */ *[0-9]+)?";
    private readonly string text;
    private readonly int end;
    private readonly bool isPosition;
    private int at;

    private QuantityParser(string text, int begin, int end, bool isPosition)
    {
        this.text = text;
        this.end = end;
        this.isPosition = isPosition;
        at = begin;
    }

    /// <summary>What every size matches, without anchors.</summary>
    public static string SizePattern { get; } = SumOf($"{NumberPattern} *{QuantityUnits.Pattern}");

    /// <summary>What every position inside the brackets of a range matches, without anchors.</summary>
    public static string PositionPattern { get; } = SumOf($"{NumberPattern}( *{QuantityUnits.Pattern})?");

    /// <summary>Reads a size.</summary>
    public static Quantity? Parse(string text, out TextProblem? problem)
    {
        if (!string.IsNullOrWhiteSpace(text))
            return new QuantityParser(text, 0, text.Length, false).ParseSum(out problem);
        problem = new TextProblem(0, "a size is missing");
        return null;
    }

    /// <summary>Reads the position between two characters of a range.</summary>
    public static Quantity? ParsePosition(string text, int begin, int end, out TextProblem? problem) =>
        new QuantityParser(text, begin, end, true).ParseSum(out problem);

    private static string SumOf(string term) => $" *{term}( *[+-] *{term})* *";

    private Quantity? ParseSum(out TextProblem? problem)
    {
        var terms = new List<QuantityTerm>();
        var negative = false;
        while (true)
        {
            problem = ParseTerm(negative, out var term);
            if (problem is not null)
                return null;
            terms.Add(term);
            SkipSpaces();
            if (at == end)
                return new Quantity(terms);
            if (text[at] is not ('+' or '-'))
            {
                problem = new TextProblem(at, $"{Printable.Quote(text[at..end])} is not understood; a size continues with '+' or '-'");
                return null;
            }

            if (terms.Count == Limits.Terms)
            {
                problem = new TextProblem(at, $"a size has at most {Limits.Terms} terms");
                return null;
            }

            negative = text[at++] == '-';
        }
    }

    private TextProblem? ParseTerm(bool negative, out QuantityTerm term)
    {
        term = default;
        SkipSpaces();
        var begin = at;
        if (ParseNumber(out var numerator) is { } badNumerator)
            return badNumerator;
        var denominator = 1L;
        var isFraction = false;
        SkipSpaces();
        if (at < end && text[at] == '/')
        {
            at++;
            SkipSpaces();
            var here = at;
            if (ParseNumber(out denominator) is { } badDenominator)
                return badDenominator;
            if (denominator == 0)
                return new TextProblem(here, "division by zero");
            isFraction = true;
        }

        SkipSpaces();
        var unitAt = at;
        while (at < end && char.IsAsciiLetter(text[at]))
            at++;
        var name = text[unitAt..at];
        QuantityUnit unit;
        if (name.Length == 0)
        {
            if (!isPosition)
            {
                var number = text[begin..unitAt].Trim();
                return new TextProblem(begin, $"{Printable.Quote(number)} has no unit: {QuantityUnits.Phrase}", $"{number} pages");
            }

            unit = isFraction ? QuantityUnit.Mapping : QuantityUnit.Page;
        }
        else if (!QuantityUnits.TryParse(name, out unit))
        {
            return new TextProblem(
                unitAt,
                $"{Printable.Quote(name)} is not a unit: {QuantityUnits.Phrase}",
                QuantityUnits.Nearest(name));
        }

        term = new QuantityTerm(negative, numerator, denominator, unit);
        return null;
    }

    private TextProblem? ParseNumber(out long number)
    {
        var begin = at;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        var digits = text.AsSpan(begin, at - begin);
        number = 0;
        if (digits.IsEmpty)
        {
            return at == end
                ? new TextProblem(begin, "a number is missing at the end of the size")
                : new TextProblem(begin, $"{Printable.Quote(text[begin..end])} does not begin with a number");
        }

        if (at < end && text[at] == '.' && !(at + 1 < end && text[at + 1] == '.'))
            return new TextProblem(begin, "a size has whole numbers and fractions such as 3/2, no decimal point");
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Limits.Number
            ? null
            : new TextProblem(begin, $"the number is too large; the largest is {Limits.Number}");
    }

    private void SkipSpaces()
    {
        while (at < end && text[at] == ' ')
            at++;
    }
}
