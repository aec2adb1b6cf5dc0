namespace RmapHarness.Engine.Kernel;

/// <summary>The Linux errors and signals that operations end with, as <see cref="Proc.StepOutcome.Errno"/> holds them.</summary>
public static class Errno
{
    /// <summary>Success.</summary>
    public const int None = 0;

    /// <summary>ENOENT: no such size of THP.</summary>
    public const int NoEntry = 2;

    /// <summary>EBADF: the process does not have the file open.</summary>
    public const int BadDescriptor = 9;

    /// <summary>EAGAIN: pages could not be isolated or locked for the moment.</summary>
    public const int Again = 11;

    /// <summary>ENOMEM: madvise, mprotect or mlock over memory that is not mapped.</summary>
    public const int NoMemory = 12;

    /// <summary>EACCES: the mapping does not allow it.</summary>
    public const int Access = 13;

    /// <summary>EFAULT: a page that cannot be faulted in; for mremap, a range that is not one VMA.</summary>
    public const int Fault = 14;

    /// <summary>EBUSY: the swap area is on already.</summary>
    public const int Busy = 16;

    /// <summary>EEXIST: MAP_FIXED_NOREPLACE over an existing mapping.</summary>
    public const int Exists = 17;

    /// <summary>EINVAL: an unaligned address, a length of zero where none is allowed.</summary>
    public const int Invalid = 22;

    /// <summary>ENOSPC: the pool of huge pages has none left.</summary>
    public const int NoSpace = 28;

    /// <summary>Ended by SIGBUS: a page behind the end of its object.</summary>
    public const int BusError = -7;

    /// <summary>Ended by SIGSEGV.</summary>
    public const int SegmentationFault = -11;
}
