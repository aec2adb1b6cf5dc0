using System.Globalization;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>smaps text as a kernel prints it, and its framing on the agent's wire.</summary>
internal static class Smaps
{
    /// <summary>One entry of two pages at the arena's start, as 7.3 prints it.</summary>
    public const string Entry =
        """
        1000000000-1000002000 rw-p 00000000 00:00 0 
        Size:                  8 kB
        KernelPageSize:        4 kB
        MMUPageSize:           4 kB
        Rss:                   8 kB
        Pss:                   6 kB
        Pss_Dirty:             6 kB
        Shared_Clean:          0 kB
        Shared_Dirty:          4 kB
        Private_Clean:         0 kB
        Private_Dirty:         4 kB
        Referenced:            8 kB
        Anonymous:             8 kB
        KSM:                   0 kB
        LazyFree:              0 kB
        AnonHugePages:         0 kB
        ShmemPmdMapped:        0 kB
        FilePmdMapped:         0 kB
        Shared_Hugetlb:        0 kB
        Private_Hugetlb:       0 kB
        Swap:                  0 kB
        SwapPss:               0 kB
        Locked:                0 kB
        THPeligible:           1
        VmFlags: rd wr mr mw me ac hg 

        """;

    /// <summary>The page lines that go with <see cref="Entry"/>.</summary>
    public const string Pages = "page 1000000 1 8180000000000000 1a2b 1 1 5868 88 301000000 1\npage 1000001 1 8080000000000000 1a2c 1 2 5868 0 0 1\n";

    /// <summary>The numa_maps line that goes with <see cref="Entry"/>.</summary>
    public const string NumaMaps = "1000000000 default file=/a\\040b anon=2 dirty=1 mapmax=2 active=0 N0=1 N1=1 kernelpagesize_kB=4\n";

    /// <summary>What a process has outside the arena, and has as a whole, that goes with <see cref="Entry"/>.</summary>
    public const string Totals =
        "outside 1 shmem 4 locked 4 Size 100 Rss 12 Pss 3 Anonymous 4 Swap 0\nrollup Rss 20 Pss 9 Pss_Anon 9 Anonymous 12\n" +
        "status VmSize 108 VmLck 4 RssAnon 12 RssFile 4 RssShmem 4 VmSwap 0 HugetlbPages 0\n";

    /// <summary>Process 0 with this smaps text and these page lines.</summary>
    public static string Process(string smaps, string pages, string? numaMaps = null)
    {
        var numa = numaMaps is null ? "" : string.Create(CultureInfo.InvariantCulture, $"numa_maps {numaMaps.Length}\n{numaMaps}");
        return string.Create(CultureInfo.InvariantCulture, $"process 0\nsmaps {smaps.Length}\n{smaps}{numa}{Totals}{pages}");
    }
}
