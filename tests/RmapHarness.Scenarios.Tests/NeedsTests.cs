using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Scenarios.Tests;

/// <summary>Which kernels a scenario runs on.</summary>
public sealed class NeedsTests
{
    private static readonly KernelProfile Profile = new(
        new KernelVersion(6, 12, 107), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.Estimate);

    [TestCase("{}", null)]
    [TestCase("{ thp: pmd }", null)]
    [TestCase("{ kernel: \">= 6.12\" }", null)]
    [TestCase("{ kernel: \">= 6.12.107\" }", null)]
    [TestCase("{ kernel: \"> 6.12, < 6.16\" }", null)]
    [TestCase("{ kernel: \"< 6.13\" }", null)]
    [TestCase("{ kernel: \"<= 6.12.107\" }", null)]
    [TestCase("{ arch: x86_64, page-size: 4 KiB }", null)]
    [TestCase("{ kernel: \">= 6.16\" }", "needs a kernel >= 6.16, this one is 6.12.107")]
    [TestCase("{ kernel: \">= 6.1, < 6.12.100\" }", "needs a kernel < 6.12.100, this one is 6.12.107")]
    [TestCase("{ arch: arm64 }", "needs arm64, this kernel is for x86_64")]
    [TestCase("{ page-size: 16 KiB }", "needs 16 KiB pages, this kernel has 4 KiB")]
    public void A_kernel_with_THP_is_refused_for_this_reason(string needs, string? reason) =>
        Assert.That(Needs(needs).UnmetReason(Profile, hasThp: true), Is.EqualTo(reason));

    [Test]
    public void A_kernel_without_THP_is_refused_if_THP_is_needed()
    {
        Assert.That(
            Needs("{ thp: pmd }").UnmetReason(Profile, hasThp: false),
            Is.EqualTo("needs PMD-sized THP, which the kernel does not have"));
        Assert.That(Needs("{}").UnmetReason(Profile, hasThp: false), Is.Null);
    }

    private static Requirements.Needs Needs(string needs) => Programs.Load(
        $"name: x\nabout: Needs.\nneeds: {needs}\nsteps:\n  - p mmap: {{ as: a, kind: anon, size: 1 pmd }}\n  - observe: all\n").Needs;
}
