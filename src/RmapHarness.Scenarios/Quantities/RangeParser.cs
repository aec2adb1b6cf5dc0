namespace RmapHarness.Scenarios.Quantities;

/// <summary>Reads ranges: <c>NAME</c>, <c>NAME[I]</c>, <c>NAME[FROM..TO]</c> with either end left out.</summary>
internal static class RangeParser
{
    /// <summary>What every range matches, without anchors.</summary>
    public static string Pattern { get; } =
        $@"{Names.Pattern}(\[(({QuantityParser.PositionPattern})?\.\.({QuantityParser.PositionPattern})? *|{QuantityParser.PositionPattern})\])?";

    /// <summary>What every range of one page matches, without anchors.</summary>
    public static string PagePattern { get; } = $@"{Names.Pattern}\[{QuantityParser.PositionPattern}\]";

    /// <summary>Reads a range.</summary>
    public static RangeExpression? Parse(string text, out TextProblem? problem)
    {
        var open = text.IndexOf('[');
        var name = open < 0 ? text : text[..open];
        problem = Names.Problem(name, "a range begins with the name of a mapping");
        if (problem is not null)
            return null;
        if (open < 0)
            return new RangeExpression(name, null, null, false, 0, 0);
        if (text[^1] != ']')
        {
            problem = new TextProblem(text.Length, "the range has no ']' at its end");
            return null;
        }

        var begin = open + 1;
        var end = text.Length - 1;
        var dots = text.IndexOf("..", begin, StringComparison.Ordinal);
        if (dots < 0)
            return ParsePage(text, name, begin, end, out problem);
        Quantity? from = null, to = null;
        var fromAt = FirstCharacter(text, begin, dots);
        var toAt = FirstCharacter(text, dots + 2, end);
        if (fromAt < dots && (from = QuantityParser.ParsePosition(text, fromAt, dots, out problem)) is null)
            return null;
        if (toAt < end && (to = QuantityParser.ParsePosition(text, toAt, end, out problem)) is null)
            return null;
        return new RangeExpression(name, from, to, false, fromAt, toAt);
    }

    private static RangeExpression? ParsePage(string text, string name, int begin, int end, out TextProblem? problem)
    {
        var at = FirstCharacter(text, begin, end);
        if (at == end)
        {
            problem = new TextProblem(begin, "nothing is between the brackets", $"{name}[0]");
            return null;
        }

        var page = QuantityParser.ParsePosition(text, at, end, out problem);
        return page is null ? null : new RangeExpression(name, page, null, true, at, at);
    }

    private static int FirstCharacter(string text, int begin, int end)
    {
        while (begin < end && text[begin] == ' ')
            begin++;
        return begin;
    }
}
