using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>The system calls that name a file by its descriptor.</summary>
internal static class FileCalls
{
    /// <summary>Applies one of them; returns what <see cref="Proc.StepOutcome.Errno"/> holds.</summary>
    public static int Apply(Machine machine, AddressSpace mm, FileOperation operation, int step)
    {
        var geometry = machine.Profile.Geometry;
        if (operation is CreateOperation create)
        {
            mm.Descriptors[create.File] = create.Kind == FileKind.Hugetlb
                ? machine.Hugetlb.AddFile(BitOperations.Log2(create.HugetlbPage >> geometry.PageShift), create.Size, geometry.PageShift)
                : new FileObject(create.Kind, create.Size, geometry.PageShift, create.Huge);
            return Errno.None;
        }

        if (!mm.Descriptors.TryGetValue(operation.File, out var file))
            return Errno.BadDescriptor;
        switch (operation)
        {
            case MmapFileOperation o:
                return Simulation.Aligned(geometry, o.Address, o.Length, out var from, out var to) && Simulation.Aligned(geometry, o.Offset, 0, out var offset, out _)
                    ? Mmap.Map(machine, mm, from, to, o.Protection, o.Flags, file, offset)
                    : Errno.Invalid;
            case FtruncateOperation o:
                return Ftruncate.SetSize(machine, file, o.Size);
            case FallocateOperation o:
                Simulation.Aligned(geometry, o.From, o.Length, out from, out to);
                return Fallocate.Range(machine, file, o.Mode, from, to);
            case PwriteOperation o:
                return FileWrite.Bytes(machine, file, (long)o.From, (long)(o.From + o.Length), step);
            case PreadOperation o:
                Simulation.Aligned(geometry, o.Address, o.Length, out from, out to);
                Simulation.Aligned(geometry, o.From, 0, out offset, out _);
                return FileRead.Pages(machine, mm, file, offset, from, to);
            case CloseOperation o:
                mm.Descriptors.Remove(o.File);
                return Errno.None;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, "not modelled");
        }
    }
}
