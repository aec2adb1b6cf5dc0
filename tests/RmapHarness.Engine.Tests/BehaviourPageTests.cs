using RmapHarness.Engine.Kernel;
using RmapHarness.Testing;

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
    public void The_page_is_what_the_comments_say() =>
        GeneratedPage.AssertIs("behaviours.md", Head.ReplaceLineEndings("\n") + string.Concat(Rows()));

    private static IEnumerable<string> Rows()
    {
        var comments = new XmlComments(typeof(KernelProfile).Assembly);
        var constructed = typeof(KernelProfile).GetConstructors()[0].GetParameters().Select(parameter => parameter.Name).ToHashSet();
        var names = comments.Members('P', typeof(KernelProfile)).Where(name => !constructed.Contains(name)).ToList();
        Assert.That(names, Has.Count.GreaterThan(8));
        return names.Select(name => $"| `{name}` | {comments.Of('P', typeof(KernelProfile), name)} |\n");
    }
}
