using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Cutting and joining VMAs (mm/vma.c; 6.1: mm/mmap.c).</summary>
internal static class VmaMerge
{
    /// <summary>Cuts a VMA so that one begins at <paramref name="page"/>; a huge PMD across the cut is split.</summary>
    /// <returns>The part that begins at the page.</returns>
    public static Vma SplitAt(Machine machine, AddressSpace mm, Vma vma, long page)
    {
        if (page <= vma.Start)
            return vma;
        PmdSplit.AtBorder(machine, mm, page);
        var upper = vma.Part(page, vma.End);
        mm.Resize(vma, page);
        mm.Insert(upper);
        return upper;
    }

    /// <summary>The part of a VMA inside from..to as a VMA of its own.</summary>
    public static Vma Cut(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        var part = SplitAt(machine, mm, vma, from);
        if (part.End > to)
            SplitAt(machine, mm, part, to);
        return part;
    }

    /// <summary>Joins a VMA with the neighbours that it touches, where the kernel would.</summary>
    public static void Join(Machine machine, AddressSpace mm, Vma vma)
    {
        var previous = mm.Before(vma.Start);
        var next = mm.After(vma.End);
        var left = previous is not null && previous.End == vma.Start && CanJoin(machine, previous, vma, previous);
        var right = next is not null && next.Start == vma.End && CanJoin(machine, vma, next, next);
        if (left && right && previous!.AnonVma is not null && next!.AnonVma is not null && previous.AnonVma != next.AnonVma)
            right = false;
        if (right)
            Absorb(mm, vma, next!);
        if (left)
            Absorb(mm, previous!, vma);
    }

    /// <summary>Joins a VMA that has grown with the one that it now touches, and with no other (vma_merge_extend).</summary>
    public static void JoinNext(Machine machine, AddressSpace mm, Vma vma)
    {
        if (mm.After(vma.End) is { } next && next.Start == vma.End && CanJoin(machine, vma, next, next))
            Absorb(mm, vma, next);
    }

    /// <summary>Gives a VMA an anon_vma if it has none: a compatible neighbour's, or a new one (mm/rmap.c, __anon_vma_prepare).</summary>
    public static void PrepareAnon(Machine machine, AddressSpace mm, Vma vma)
    {
        if (vma.AnonVma is not null)
            return;
        var next = mm.After(vma.End);
        var previous = mm.Before(vma.Start);
        vma.AnonVma = Reusable(machine, vma, next, next) ?? Reusable(machine, previous, vma, previous) ?? new AnonVma(fromFork: false);
    }

    private static void Absorb(AddressSpace mm, Vma lower, Vma upper)
    {
        mm.Remove(upper);
        mm.Resize(lower, upper.End);
        lower.Flags |= upper.Flags & VmFlags.MaybeGuard;
        lower.AnonVma ??= upper.AnonVma;
    }

    private static AnonVma? Reusable(Machine machine, Vma? lower, Vma? upper, Vma? from)
    {
        if (lower is null || upper is null || from?.AnonVma is not { FromFork: false } anonVma)
            return null;
        var compatible = lower.End == upper.Start
            && lower.File == upper.File
            && ((lower.Flags ^ upper.Flags) & ~(VmFlags.Access | Ignored(machine))) == 0
            && upper.Offset == lower.OffsetOf(upper.Start);
        return compatible ? anonVma : null;
    }

    // target is the neighbour, which stays; the other one is dissolved into it.
    private static bool CanJoin(Machine machine, Vma lower, Vma upper, Vma target)
    {
        var source = target == lower ? upper : lower;
        if (lower.IsHugetlb || ((lower.Flags ^ upper.Flags) & ~Ignored(machine)) != 0 || lower.File != upper.File || lower.OffsetOf(upper.Start) != upper.Offset)
            return false;
        if (target.AnonVma == source.AnonVma)
            return true;
        if (target.AnonVma is null)
            return machine.Profile.MergesFaultedIntoUnfaulted && !source.AnonVma!.FromFork;
        return source.AnonVma is null && !target.AnonVma.FromFork;
    }

    // VMA_IGNORE_MERGE_FLAGS.
    private static VmFlags Ignored(Machine machine) => machine.Profile.NamesMaybeGuard ? VmFlags.MaybeGuard : VmFlags.None;
}
