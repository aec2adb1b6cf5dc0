namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>What a machine or its kernel's configuration must have for an operation, whatever the release.</summary>
public enum KernelFeature
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A block device that was set aside for scenarios to swap to.</summary>
    SwapArea,

    /// <summary>The file split_huge_pages of debugfs.</summary>
    SplitFile,

    /// <summary>userfaultfd with write protection.</summary>
    UffdWriteProtect,

    /// <summary>userfaultfd with write protection that resolves itself.</summary>
    UffdAsync,

    /// <summary>io_uring, whose registered buffers are pinned.</summary>
    IoUring,

    /// <summary>Kernel samepage merging.</summary>
    Ksm,

    /// <summary>Two processors, so that processes really do something at the same time.</summary>
    TwoProcessors,

    /// <summary>Memory on the NUMA nodes 0 and 1, of which processes run on node 0.</summary>
    SecondNode,

    /// <summary>A pool of huge pages that nobody else uses (<see cref="Operation.HugePage"/>).</summary>
    Hugetlb,
}
