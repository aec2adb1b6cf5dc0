using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests;

/// <summary>Large folios of which the agent's processes map a part are no memory of the scenario, wherever the kernel counts them whole.</summary>
public sealed class MemcgOwnFoliosTests
{
    [TestCase(AccountingScheme.NoPageMapcount, 8192, 8192, true)]
    [TestCase(AccountingScheme.TotalMappedPages, 8192, 8192, true)]
    [TestCase(AccountingScheme.NoPageMapcount, 8192, 4096, false, TestName = "more than they have")]
    [TestCase(AccountingScheme.PageMapcount, 8192, 8192, false, TestName = "a kernel that counts what is mapped")]
    [TestCase(AccountingScheme.PageMapcount, 0, 8192, true, TestName = "such a kernel, which has not counted them")]
    public void They_are_taken_off(AccountingScheme scheme, long counted, long unmapped, bool agrees)
    {
        var profile = new KernelProfile(new KernelVersion(7, 3, 0), Architecture.X86_64, Geometry.Base4K, scheme, SharingTracker.MmId);
        var program = new Program(
            [
                new MmapOperation(0, Arena.Start, 4096, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed),
                new TouchOperation(0, Arena.Start, 4096, 4096, true),
                new ObserveOperation(0),
            ],
            ["p"]);
        var expected = Simulation.Run(profile, program);
        var memcg = new FieldValues<MemcgField>();
        foreach (var field in FieldNames.All<MemcgField>())
            memcg[field] = expected.Observations[0].Memcg![field] + (field == MemcgField.anon ? counted : 0);
        var observed = expected with { Observations = [expected.Observations[0] with { Memcg = memcg, MemcgUnmapped = unmapped }] };

        var differences = TraceDiff.Compare(profile, program, expected, observed).Differences;
        Assert.That(differences.Select(difference => difference.Field), Is.EqualTo(agrees ? [] : new[] { "anon" }));
    }
}
