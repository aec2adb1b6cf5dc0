namespace RmapHarness.Cli.Tests;

/// <summary>The scenario in which the schemes differ most for its length.</summary>
internal static class HalfDroppedThp
{
    /// <summary>Its file; its name is a.</summary>
    public const string Text = """
        name: a
        about: Half of a shared THP.
        steps:
          - parent mmap: { as: a, kind: anon, size: 1 pmd }
          - parent madvise: { range: a, advice: hugepage }
          - parent touch: { range: a, access: write }
          - parent fork: { child: child }
          - child madvise: { range: "a[0..1/2]", advice: dontneed }
          - observe: all
        """;
}
