using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>msync (mm/msync.c): memory without a disk behind it has nothing to be written to, so that only the answer tells of it.</summary>
internal static class Msync
{
    /// <summary>Returns 0; EBUSY where locked memory was to be invalidated; ENOMEM if there is a hole, which does not end the walk unless MS_ASYNC is all.</summary>
    public static int Range(AddressSpace mm, long from, long to, MsyncFlags flags)
    {
        var result = Errno.None;
        while (from < to)
        {
            var vma = mm.Overlapping(from, to).FirstOrDefault();
            if (vma is null || vma.Start > from)
            {
                result = Errno.NoMemory;
                if (vma is null || flags == MsyncFlags.Async)
                    return result;
            }

            if ((flags & MsyncFlags.Invalidate) != 0 && (vma.Flags & VmFlags.Locked) != 0)
                return Errno.Busy;
            from = vma.End;
        }

        return result;
    }
}
