using System.Xml.Linq;
using RmapHarness.Engine.Kernel;

namespace RmapHarness.Engine.Tests;

/// <summary>docs/behaviours.md: the version-specific behaviours, from the comments in which they are described.</summary>
public sealed class BehaviourPageTests
{
    private const string Head = """
        # Version-specific behaviours

        What kernel releases do differently where the documentation promises nothing, made from the comments of `KernelProfile`; do not edit.
        [expectations.md](expectations.md) says what else an expected value may come from.

        | behaviour | what, and where it was read |
        |---|---|

        """;

    [Test]
    public void The_page_is_what_the_comments_say()
    {
        var path = Path.Combine(RootDirectory(), "docs", "behaviours.md");
        var text = Head.ReplaceLineEndings("\n") + string.Concat(Rows());
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_ACCEPT") == "1")
            File.WriteAllText(path, text);
        Assert.That(File.ReadAllText(path), Is.EqualTo(text), "RMAPHARNESS_ACCEPT=1 writes it anew");
    }

    private static IEnumerable<string> Rows()
    {
        var comments = XDocument.Load(Path.ChangeExtension(typeof(KernelProfile).Assembly.Location, ".xml"));
        var prefix = $"P:{typeof(KernelProfile).FullName}.";
        var constructed = typeof(KernelProfile).GetConstructors()[0].GetParameters().Select(parameter => parameter.Name).ToHashSet();
        var rows = comments.Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(member => (Name: member.Attribute("name")!.Value[prefix.Length..], Text: TextOf(member.Element("summary")!)))
            .Where(row => !constructed.Contains(row.Name))
            .OrderBy(row => row.Name, StringComparer.Ordinal)
            .ToList();
        Assert.That(rows, Has.Count.GreaterThan(8));
        return rows.Select(row => $"| `{row.Name}` | {row.Text} |\n");
    }

    private static string TextOf(XElement summary)
    {
        var words = summary.Nodes().Select(node => node is XElement element ? $"`{(element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value)}`" : node.ToString());
        return string.Join(' ', string.Concat(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string RootDirectory()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RmapHarness.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests do not run below the repository");
        return directory.FullName;
    }
}
