namespace RmapHarness.Scenarios.Schema;

/// <summary>The file that a new scenario begins as: it passes on every kernel that has PMD-sized THP.</summary>
public static class ScenarioTemplate
{
    /// <summary>The text.</summary>
    /// <param name="name">Name of the scenario.</param>
    /// <param name="schema">Path of the JSON Schema, as seen from the file.</param>
    public static string Text(string name, string schema) => $$"""
        {{ScenarioSchema.Modeline(schema)}}
        name: {{name}}
        about: After fork the child drops half of a PMD-mapped THP; what do both see?
        needs: { thp: pmd }    # a kernel without it skips the scenario
        steps:                 # PROCESS STEP: { arguments }; docs/steps.md lists them
          - parent mmap: { as: a, kind: anon, size: 1 pmd }
          - parent madvise: { range: a, advice: hugepage }
          - parent touch: { range: a, access: write, expect-folio: pmd }
          - parent fork: { child: child }
          - observe: { label: forked }
          - child madvise: { range: "a[0..1/2]", advice: dontneed }
          - observe: all
        expect:                # your own claims; the model's are checked anyway
          - { process: parent, range: a, at: forked, kpagecount: 2, exclusive: false }
          - { process: parent, page: "a[0]", kpagecount: { page-mapcount: 1, no-page-mapcount: 2 } }
          - { process: child, page: "a[0]", present: false }

        """;
}
