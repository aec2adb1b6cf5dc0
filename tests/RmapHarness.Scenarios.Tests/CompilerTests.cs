using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios.Tests;

/// <summary>Addresses, names and operations, with numbers worked out by hand.</summary>
public sealed class CompilerTests
{
    private static readonly string[] Three =
    [
        "as: a, kind: anon, size: 1 pmd + 3 pages",
        "as: b, kind: anon, size: 1 page",
        "as: c, kind: anon, size: 2 pmds, align: 1 page",
    ];

    [Test]
    public void Mappings_are_apart_by_at_least_a_PMD_of_nothing_with_4K_pages()
    {
        // a: 64 GiB, 2 MiB + 12 KiB long. b: next PMD boundary 2 MiB behind a's end. c: one page behind the next one after b.
        Assert.That(
            Addresses(Geometry.Base4K, Three),
            Is.EqualTo(new[] { 0x10_0000_0000UL, 0x10_0060_0000UL, 0x10_00A0_1000UL }));
    }

    [Test]
    public void Mappings_are_apart_by_at_least_a_PMD_of_nothing_with_16K_pages() =>
        Assert.That(
            Addresses(Geometry.Base16K, Three),
            Is.EqualTo(new[] { 0x10_0000_0000UL, 0x10_0600_0000UL, 0x10_0A00_4000UL }));

    [Test]
    public void A_large_alignment_is_kept() =>
        Assert.That(
            Addresses(Geometry.Base4K, "as: a, kind: anon, size: 1 page", "as: b, kind: anon, size: 1 page, align: 1 GiB"),
            Is.EqualTo(new[] { 0x10_0000_0000UL, 0x10_4000_0000UL }));

    [Test]
    public void A_small_alignment_is_met_exactly() =>
        Assert.That(
            Addresses(Geometry.Base4K, "as: a, kind: anon, size: 1 pmd, align: 8 pages", "as: b, kind: anon, size: 1 pmd, align: 1/2 pmd"),
            Is.EqualTo(new[] { 0x10_0000_8000UL, 0x10_0070_0000UL }));

    [Test]
    public void Compiling_twice_gives_the_same()
    {
        var scenario = Programs.Of("p mmap: { as: a, kind: anon, size: 5 pages }", "p touch: { range: a, access: read }");
        Assert.That(
            Programs.Compile(scenario, Geometry.Base64K).Program.Operations,
            Is.EqualTo(Programs.Compile(scenario, Geometry.Base64K).Program.Operations));
    }

    [Test]
    public void Every_step_becomes_its_operation()
    {
        var scenario = Programs.Of(
            "p mmap: { as: a, kind: shared-anon, size: 4 pages, prot: none }",
            "p mprotect: { range: \"a[1..3]\", prot: rwx }",
            "p madvise: { range: a, advice: nohugepage }",
            "p touch: { range: \"a[1..]\", access: read, every: 2 pages, expect-folio: small }",
            "p fork: { child: c }",
            "c munmap: { range: \"a[3]\" }",
            "c fork: { child: d }",
            "c exit:",
            "d exit: {}");
        const ulong a = 0x10_0000_0000;
        Assert.That(Programs.Compile(scenario, Geometry.Base4K).Program.Operations, Is.EqualTo(new Operation[]
        {
            new MmapOperation(0, a, 0x4000, Protection.None, MapFlags.Shared | MapFlags.Anonymous | MapFlags.FixedNoReplace),
            new MprotectOperation(0, a + 0x1000, 0x2000, Protection.Read | Protection.Write | Protection.Execute),
            new MadviseOperation(0, a, 0x4000, Advice.NoHugePage),
            new TouchOperation(0, a + 0x1000, 0x3000, 0x2000, false, 0),
            new ForkOperation(0, 1),
            new MunmapOperation(1, a + 0x3000, 0x1000),
            new ForkOperation(1, 2),
            new ExitOperation(1),
            new ExitOperation(2),
            new ObserveOperation(0),
        }));
    }

    [Test]
    public void A_child_knows_the_names_of_the_moment_of_its_fork()
    {
        var scenario = Programs.Of(
            "p mmap: { as: a, kind: anon, size: 1 page }",
            "p munmap: { range: a }",
            "p fork: { child: c }",
            "c touch: { range: a, access: read }");
        Assert.That(Programs.Compile(scenario, Geometry.Base4K).Program.Operations[3].Process, Is.EqualTo(1));
    }

    [Test]
    public void A_scenario_that_fits_4K_pages_only_says_where_it_fails_with_others()
    {
        var scenario = Programs.Of("p mmap: { as: a, kind: anon, size: 20 KiB }");
        var result = ScenarioCompiler.Compile(scenario, Geometry.Base16K);
        Assert.That(result.Compiled, Is.Null);
        Assert.That(
            result.Errors.Single().ToString(),
            Does.StartWith("test.yaml:4:40: error: '20 KiB' is not a whole number of 16 KiB pages"));
    }

    [Test]
    public void ForEach_makes_every_combination()
    {
        var result = ScenarioLoader.LoadText(
            """
            name: x
            about: ${n} pages in ${who}.
            for-each: { n: [1, 2], who: [p, q] }
            steps:
              - ${who} mmap: { as: a, kind: anon, size: "${n} pages" }
              - observe: all
            """,
            "x.yaml");
        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.Scenarios.Select(scenario => scenario.Name), Is.EqualTo(new[]
        {
            "x[n=1,who=p]", "x[n=1,who=q]", "x[n=2,who=p]", "x[n=2,who=q]",
        }));
        Assert.That(result.Scenarios[2].About, Is.EqualTo("2 pages in p."));
        Assert.That(result.Scenarios[3].Steps[0].Text, Is.EqualTo("""q mmap: { as: a, kind: anon, size: "2 pages" }"""));
        var compiled = Programs.Compile(result.Scenarios[3], Geometry.Base4K).Program;
        Assert.That(((MmapOperation)compiled.Operations[0]).Length, Is.EqualTo(0x2000));
        Assert.That(compiled.ProcessNames, Is.EqualTo(new[] { "q" }));
    }

    private static ulong[] Addresses(Geometry geometry, params string[] mappings)
    {
        var steps = mappings.Select(mapping => $"p mmap: {{ {mapping} }}").ToArray();
        return [.. Programs.Compile(Programs.Of(steps), geometry).Program.Operations.OfType<MmapOperation>().Select(mmap => mmap.Address)];
    }
}
