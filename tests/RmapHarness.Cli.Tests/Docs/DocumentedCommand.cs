using System.Globalization;
using System.Text.RegularExpressions;

namespace RmapHarness.Cli.Tests.Docs;

/// <summary>A command of a page, and the output that the page shows for it.</summary>
/// <param name="Line">The command as a shell takes it, without comment.</param>
/// <param name="Status">The status that it ends with: 0 unless its comment says "ends with status N".</param>
/// <param name="Shown">The lines below it; empty if none are shown.</param>
internal sealed partial record DocumentedCommand(string Line, int Status, IReadOnlyList<string> Shown)
{
    private const string Prompt = "$ ";

    [GeneratedRegex(@"```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Console { get; }

    [GeneratedRegex(@"```(?:sh)?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Listing { get; }

    [GeneratedRegex(@"```yaml file=(\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex File { get; }

    [GeneratedRegex(@"(?<!`)`(\./run\.sh[^`\n]*)`")]
    private static partial Regex Quoted { get; }

    [GeneratedRegex("ends with status ([0-9]+)")]
    private static partial Regex Ending { get; }

    /// <summary>The files that a page tells its reader to write.</summary>
    public static IEnumerable<(string Name, string Text, int Place)> Files(string page) =>
        File.Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Index));

    /// <summary>The commands of the blocks that show output, with their places in the page.</summary>
    public static IEnumerable<(DocumentedCommand Command, int Place)> Shells(string page)
    {
        foreach (Match block in Console.Matches(page))
        {
            var lines = block.Groups[1].Value.TrimEnd('\n').Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (!lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                    continue;
                var shown = lines[(i + 1)..].TakeWhile(line => !line.StartsWith(Prompt, StringComparison.Ordinal)).ToList();
                yield return (Of(lines[i][Prompt.Length..], shown), block.Index);
            }
        }
    }

    /// <summary>The calls of run.sh in the blocks that are lists of commands.</summary>
    public static IEnumerable<DocumentedCommand> Listed(string page) =>
        from Match block in Listing.Matches(page)
        from line in block.Groups[1].Value.Split('\n')
        where line.StartsWith("./run.sh", StringComparison.Ordinal)
        select Of(line, []);

    /// <summary>The calls of run.sh that are lines of a plain text.</summary>
    public static IEnumerable<string> Indented(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("./run.sh ", StringComparison.Ordinal));

    /// <summary>The calls of run.sh in the sentences of a page.</summary>
    public static IEnumerable<string> InSentences(string page) => Quoted.Matches(page).Select(match => match.Groups[1].Value);

    private static DocumentedCommand Of(string text, IReadOnlyList<string> shown)
    {
        var parts = text.Split(" #", 2);
        var status = parts.Length > 1 && Ending.Match(parts[1]) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return new DocumentedCommand(parts[0].Trim(), status, shown);
    }
}
