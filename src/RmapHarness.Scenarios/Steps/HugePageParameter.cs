using System.Numerics;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The parameter that says which huge pages of hugetlb are meant.</summary>
internal static class HugePageParameter
{
    public static Parameter<Quantity> Page { get; } = Parameter<Quantity>.Optional(
        "page", SizeType.Instance, "1 pmd", "Size of a huge page: one of those that the kernel has (hugepages-*kB).").NotSampled();

    /// <summary>The bytes of a huge page; null after reporting what is wrong.</summary>
    public static ulong? Bytes(StepArguments arguments, CompileContext context)
    {
        const ulong Largest = 1UL << 31;
        if (context.Bytes(arguments, Page) is not { } bytes)
            return null;
        if (BitOperations.IsPow2(bytes) && bytes > context.Geometry.PageSize && bytes <= Largest)
            return bytes;
        context.Diagnostics.Add(arguments.NodeOf(Page).At(0), "a huge page has a power of two of pages, more than one, and at most 2 GiB");
        return null;
    }

    /// <summary>The bytes of a size that is whole huge pages; null after reporting what is wrong.</summary>
    public static ulong? WholePages(StepArguments arguments, Parameter<Quantity> size, ulong page, CompileContext context)
    {
        if (context.Bytes(arguments, size) is not { } bytes)
            return null;
        if (bytes % page == 0)
            return bytes;
        context.Diagnostics.Add(arguments.NodeOf(size).At(0), $"this is not a whole number of huge pages of {page >> 10} KiB");
        return null;
    }
}
