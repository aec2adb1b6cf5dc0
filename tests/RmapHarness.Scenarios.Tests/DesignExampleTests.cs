using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Claims;

namespace RmapHarness.Scenarios.Tests;

/// <summary>The scenario that the file format was designed with, worked out by hand.</summary>
public sealed class DesignExampleTests
{
    private const string Text = """
        name: thp-fork-child-drops-half
        about: After fork the child drops half of a PMD-mapped THP; what do both see?
        needs: { thp: pmd }                 # otherwise: skipped, with the reason
        steps:
          - parent mmap:    { as: a, kind: anon, size: 1 pmd, align: 1 pmd }
          - parent madvise: { range: a, advice: hugepage }
          - parent touch:   { range: a, access: write, expect-folio: pmd }
          - parent fork:    { child: child }
          - child madvise:  { range: "a[0..1/2]", advice: dontneed }
          - observe: all
        expect:
          - { process: parent, page: "a[0]", kpagecount: { page-mapcount: 1, no-page-mapcount: 2, total-mapped-pages: 2 } }
        """;

    private static readonly Scenario Scenario = Programs.Load(Text);

    [Test]
    public void It_compiles_to_these_operations_with_4K_pages()
    {
        var program = ScenarioCompiler.Compile(Scenario, Geometry.Base4K).Compiled!.Program;
        Assert.That(program.ProcessNames, Is.EqualTo(new[] { "parent", "child" }));
        Assert.That(program.Operations, Is.EqualTo(new Operation[]
        {
            new MmapOperation(
                0,
                0x10_0000_0000,
                0x20_0000,
                Protection.Read | Protection.Write,
                MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
            new MadviseOperation(0, 0x10_0000_0000, 0x20_0000, Advice.HugePage),
            new TouchOperation(0, 0x10_0000_0000, 0x20_0000, 0x1000, true, 9),
            new ForkOperation(0, 1),
            new MadviseOperation(1, 0x10_0000_0000, 0x10_0000, Advice.DontNeed),
            new ObserveOperation(0),
        }));
    }

    [Test]
    public void It_compiles_to_these_operations_with_16K_pages()
    {
        var program = ScenarioCompiler.Compile(Scenario, Geometry.Base16K).Compiled!.Program;
        Assert.That(program.Operations[2], Is.EqualTo(new TouchOperation(0, 0x10_0000_0000, 0x200_0000, 0x4000, true, 11)));
        Assert.That(program.Operations[4], Is.EqualTo(new MadviseOperation(1, 0x10_0000_0000, 0x100_0000, Advice.DontNeed)));
    }

    [Test]
    public void Its_claim_has_these_numbers()
    {
        var claim = ScenarioCompiler.Compile(Scenario, Geometry.Base4K).Compiled!.Claims.Single();
        Assert.That(claim.Step, Is.EqualTo(5));
        Assert.That(claim.Process, Is.Zero);
        Assert.That(claim.FirstPage, Is.EqualTo(0x100_0000));
        Assert.That(claim.Pages, Is.EqualTo(1));
        Assert.That(claim.Field.Observable, Is.EqualTo(ClaimObservable.KpageCount));
        Assert.That(claim.ValueUnder(AccountingScheme.PageMapcount), Is.EqualTo(1));
        Assert.That(claim.ValueUnder(AccountingScheme.NoPageMapcount), Is.EqualTo(2));
    }

    [Test]
    public void It_says_what_it_is()
    {
        Assert.That(Scenario.Name, Is.EqualTo("thp-fork-child-drops-half"));
        Assert.That(Scenario.About, Does.StartWith("After fork the child drops half"));
        Assert.That(Scenario.Needs.Thp);
        Assert.That(Scenario.Steps[4].Text, Is.EqualTo("""child madvise: { range: "a[0..1/2]", advice: dontneed }"""));
        Assert.That(Scenario.Steps[4].Mark.Line, Is.EqualTo(9));
        Assert.That(Scenario.Steps[4].Mark.Column, Is.EqualTo(5));
        Assert.That(Scenario.Hash, Does.Match("^[0-9a-f]{64}$"));
    }
}
