using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>Reads known-issues.yaml: a list of entries, every key checked.</summary>
public static class KnownIssueFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="KnownIssuesException">Something is wrong in it; all errors that were found.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<KnownIssue> Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a text as if it were the file.</summary>
    /// <param name="text">The contents.</param>
    /// <param name="fileName">The name for errors.</param>
    /// <exception cref="KnownIssuesException">Something is wrong in it; all errors that were found.</exception>
    public static IReadOnlyList<KnownIssue> Parse(string text, string fileName)
    {
        var errors = new List<string>();
        var issues = new List<KnownIssue>();
        foreach (var node in Entries(text, fileName, errors))
        {
            var entry = new KnownIssueEntry(node, (mark, message) => errors.Add(Format(fileName, mark, message)));
            if (entry.Read() is not { } issue)
                continue;
            if (issues.Any(other => other.Id == issue.Id))
                errors.Add(Format(fileName, node.Start, $"id '{issue.Id}' is used twice"));
            issues.Add(issue);
        }

        return errors.Count == 0 ? issues : throw new KnownIssuesException(errors);
    }

    private static IEnumerable<YamlNode> Entries(string text, string fileName, List<string> errors)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            errors.Add(Format(fileName, exception.Start, exception.Message));
            return [];
        }

        if (yaml.Documents is [{ RootNode: YamlSequenceNode list }])
            return list.Children;
        errors.Add(Format(fileName, Mark.Empty, "not one list of known issues"));
        return [];
    }

    private static string Format(string fileName, Mark mark, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{fileName}:{mark.Line}:{mark.Column}: error: {message}");
}
