using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>Numbers that 7.3.4 gave on arm64 with pages of 4 KiB, beside those of x86_64.</summary>
public class ContiguousEntryTests
{
    private static readonly KernelProfile Arm = Profiles.V73 with { Architecture = Architecture.Arm64 };

    // A folio of 64 pages that is clean.
    private static Script Freed(KernelProfile profile) =>
        new Script(profile).Add(new ThpSizeOperation(0, 64 * 4096, ThpMode.Always)).Map(0, 64).Write(0, 64).Advise(0, 64, Advice.Free);

    private static long Dirty(Script script) => script.Look().Of(0).Sum(SmapsField.Private_Dirty);

    [Test]
    public void A_store_makes_a_block_of_entries_dirty_on_arm64_and_one_elsewhere()
    {
        Assert.That(Dirty(Freed(Profiles.V73).Write(20, 1)), Is.EqualTo(4));
        Assert.That(Dirty(Freed(Arm).Write(20, 1)), Is.EqualTo(64));
        Assert.That(Dirty(Freed(Arm).Write(20, 1).Write(40, 3)), Is.EqualTo(128));
        Assert.That(Dirty(Freed(Arm with { Version = new KernelVersion(6, 8) }).Write(20, 1)), Is.EqualTo(4));
    }

    [Test]
    public void Entries_that_a_fault_made_writable_are_apart_until_they_are_written_together()
    {
        Script Reused() => new Script(Arm).Add(new ThpSizeOperation(0, 64 * 4096, ThpMode.Always)).Map(0, 64).Write(0, 64).Fork().Exit(1).Write(0, 64).Advise(0, 64, Advice.Free);
        Assert.That(Dirty(Reused().Write(20, 1)), Is.EqualTo(4));
        Assert.That(Dirty(Reused().Protect(16, 16, Protection.Read).Protect(16, 16, Protection.Read | Protection.Write).Write(20, 1)), Is.EqualTo(64));
        Assert.That(Dirty(Reused().Protect(18, 14, Protection.Read).Protect(18, 14, Protection.Read | Protection.Write).Write(20, 1)), Is.EqualTo(4));
    }

    [Test]
    public void A_folio_of_which_only_a_part_is_folded_is_split_by_advice_and_deferred_by_unmapping()
    {
        Script Mixed(KernelProfile profile) =>
            new Script(profile).Add(new ThpSizeOperation(0, 64 * 4096, ThpMode.Always)).Map(0, 64).Write(0, 64).Fork().Exit(1).Write(20, 1);
        Assert.That(Mixed(Profiles.V73).Advise(0, 64, Advice.Free).Look().Of(0).Page(0).Flags & KpageFlags.Thp, Is.EqualTo(KpageFlags.Thp));
        Assert.That(Mixed(Arm).Advise(0, 64, Advice.Free).Look().Of(0).Page(0).Flags & KpageFlags.Thp, Is.EqualTo(KpageFlags.None));
    }

    [TestCase(7, 3, 16, 8)]
    [TestCase(6, 16, 4, 4)]
    public void Entries_that_are_protected_together_are_equally_dirty(int major, int minor, long four, long two)
    {
        var profile = Profiles.V73 with { Version = new KernelVersion(major, minor) };
        Assert.That(Dirty(Freed(profile).Write(20, 1).Protect(18, 4, Protection.Read)), Is.EqualTo(four));
        Assert.That(Dirty(Freed(profile).Protect(18, 1, Protection.Read).Write(20, 1).Protect(18, 3, Protection.Read)), Is.EqualTo(two), "the page that is read-only already is not with the others");
    }
}
