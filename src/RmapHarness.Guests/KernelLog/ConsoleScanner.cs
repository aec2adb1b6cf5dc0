using System.Text.RegularExpressions;

namespace RmapHarness.Guests.KernelLog;

/// <summary>Finds in the text of a console what a kernel reports about its own trouble.</summary>
public static partial class ConsoleScanner
{
    private const int LongestReport = 200;

    /// <summary>All reports, in their order; the oops or panic that another report brought about is a part of it.</summary>
    /// <param name="text">What came over the serial line; it may end anywhere.</param>
    public static IReadOnlyList<ConsoleReport> Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = ConsoleLine.Split(text);
        var begins = Enumerable.Range(0, lines.Count).Where(line => RuleFor(lines[line].Text) is not null).ToList();
        var reports = new List<ConsoleReport>();
        foreach (var begin in begins)
        {
            if (reports.Count > 0 && ReportRules.Consequence.IsMatch(lines[begin].Text))
                continue;
            var end = begins.Where(other => other > begin && !ReportRules.Consequence.IsMatch(lines[other].Text)).FirstOrDefault(lines.Count);
            reports.Add(Read(lines, begin, Math.Min(end, begin + LongestReport)));
        }

        return reports;
    }

    private static (ReportRule Rule, Match Match)? RuleFor(string line)
    {
        foreach (var rule in ReportRules.All)
        {
            if (rule.Pattern.Match(line) is { Success: true } match)
                return (rule, match);
        }

        return null;
    }

    private static ConsoleReport Read(IReadOnlyList<ConsoleLine> lines, int begin, int end)
    {
        var (rule, match) = RuleFor(lines[begin].Text)!.Value;
        var body = lines.Skip(begin + 1).Take(end - begin - 1).ToList();
        var title = Fill(rule.Title, match);
        if (rule.Detail is { } detail)
        {
            var found = body.Select(line => detail.Match(line.Text)).FirstOrDefault(more => more.Success);
            title = Fill(title, found);
        }

        if (rule.NamesFunction && FunctionOf(rule, match, body) is { } function)
            title += $" in {function}";
        return new ConsoleReport(rule.Kind, title, lines[begin].Offset);
    }

    private static string? FunctionOf(ReportRule rule, Match match, IReadOnlyList<ConsoleLine> body)
    {
        if (rule.Kind == ReportKind.Lockdep && FaultyFunction.FindLocker(body) is { } locker)
            return locker;
        var named = match.Groups["at"] is { Success: true, Value: var at } ? FaultyFunction.Plain(at) : null;
        return named is not null && !FaultyFunction.IsCarrier(named) ? named : FaultyFunction.Find(body) ?? named;
    }

    // A detail stands behind a blank or a colon, where it is there at all.
    private static string Fill(string title, Match? match)
    {
        if (match is null)
            return Placeholder().Replace(title, "");
        foreach (var name in match.Groups.Keys.Where(name => !char.IsAsciiDigit(name[0])))
        {
            var value = Number().Replace(match.Groups[name].Value.Trim(), "N");
            title = title.Replace($"${name}", name switch { "access" => $" {value}", "why" => $": {value}", _ => value }, StringComparison.Ordinal);
        }

        return title;
    }

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Placeholder();

    // Words of the kernel may end in a digit; a number of its own is another one each time.
    [GeneratedRegex(@"\b(?:0x[0-9a-f]+|\d+)\b")]
    private static partial Regex Number();
}
