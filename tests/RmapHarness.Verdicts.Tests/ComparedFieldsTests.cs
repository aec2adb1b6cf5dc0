using System.Numerics;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Testing;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests;

public sealed class ComparedFieldsTests
{
    public static IEnumerable<KpageFlags> Flags => Enum.GetValues<KpageFlags>().Where(flag => flag != KpageFlags.None);

    [Test]
    public void Every_named_bit_of_kpageflags_is_compared_or_left_out([ValueSource(nameof(Flags))] KpageFlags flag)
    {
        var bit = BitOperations.Log2((ulong)flag);
        var leftOut = ComparedFields.LeftOut.Where(entry => entry.Observable == Observable.Kpageflags);

        var compared = ComparedFields.Kpageflags.Count(candidate => candidate.Bit == bit);
        var named = leftOut.Count(entry => string.Equals(entry.Field, flag.ToString(), StringComparison.OrdinalIgnoreCase));

        Assert.That(compared + named, Is.EqualTo(1));
    }

    [Test]
    public void Every_named_bit_of_pagemap_is_compared() =>
        Assert.That(
            Enum.GetValues<PagemapBits>().Where(bit => bit != 0).Select(bit => BitOperations.Log2((ulong)bit)),
            Is.SubsetOf(ComparedFields.Pagemap.Select(bit => bit.Bit)));

    [Test]
    public void Every_category_of_a_scan_is_compared() =>
        Assert.That(
            ComparedFields.Scan.Select(bit => 1UL << bit.Bit),
            Is.EquivalentTo(Enum.GetValues<ScanCategories>().Where(category => category != ScanCategories.None).Select(category => (ulong)category)));

    [Test]
    public void Every_smaps_field_that_is_not_compared_has_its_reason() =>
        Assert.That(
            Enum.GetValues<SmapsField>().Where(field => !ComparedFields.Compares(field)).Select(field => field.ToString()),
            Is.EquivalentTo(ComparedFields.LeftOut.Where(entry => entry.Observable == Observable.Smaps).Select(entry => entry.Field)));

    [Test]
    public void Every_observable_is_described_once() =>
        Assert.That(ObservableCatalogue.All.Select(definition => definition.Observable), Is.EqualTo(Enum.GetValues<Observable>()));

    [Test]
    public void Every_condition_of_a_kernel_is_a_property_that_turns_the_comparison_on()
    {
        var neither = NotCompared.On(Example.V73 with { Version = new KernelVersion(6, 1), HasMemoryController = false, HasNumaMaps = false, IsQuiet = false });

        Assert.That(neither.Select(entry => entry.Unless), Is.EqualTo(new[] { "StatusIsExact", "HasMemoryController", "HasPagemapScan", "HasNumaMaps", "IsQuiet" }));
        Assert.That(neither.Select(entry => typeof(KernelProfile).GetProperty(entry.Unless)?.PropertyType), Is.All.EqualTo(typeof(bool)));
    }

    [Test]
    public void The_reference_is_what_the_definitions_say() => GeneratedPage.AssertIs("observations.md", ObservationReference.Text());
}
