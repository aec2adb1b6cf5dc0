using System.Numerics;
using System.Text.RegularExpressions;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests;

public sealed class ComparedFieldsTests
{
    private static readonly string Document = File.ReadAllText(
        Path.Combine(TestContext.CurrentContext.TestDirectory, "compared-values.md"));

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
    public void Every_smaps_field_that_is_not_compared_has_its_reason() =>
        Assert.That(
            Enum.GetValues<SmapsField>().Where(field => !ComparedFields.Compares(field)).Select(field => field.ToString()),
            Is.EquivalentTo(ComparedFields.LeftOut.Where(entry => entry.Observable == Observable.Smaps).Select(entry => entry.Field)));

    [Test]
    public void The_document_says_the_same()
    {
        foreach (var entry in ComparedFields.LeftOut)
            Assert.That(Document, Does.Contain($"| {Words.Of(entry.Observable)} | {entry.Field} | {entry.Reason} |"));
        foreach (var field in FieldNames.All<MemcgField>())
            Assert.That(Document, Does.Contain($"`{field}`"));
        foreach (var field in FieldNames.All<StatusField>())
            Assert.That(Document, Does.Contain($"`{field}`"));
        foreach (var entry in NotCompared.On(Example.V73 with { Version = new KernelVersion(6, 1), HasMemoryController = false }))
            Assert.That(Document, Does.Match($@"\| {Words.Of(entry.Observable)} \| [^|]+ \| {Regex.Escape(entry.Reason)} \|"));
        foreach (var bit in ComparedFields.Kpageflags.Concat(ComparedFields.Pagemap))
            Assert.That(Document, Does.Contain($"`{bit.Name}`"));
        foreach (var observable in Words.All<Observable>())
            Assert.That(Document, Does.Contain($"| {observable} |"));
    }
}
