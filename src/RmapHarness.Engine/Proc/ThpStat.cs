namespace RmapHarness.Engine.Proc;

/// <summary>
/// The counters of one size of THP, files of hugepages-*kB/stats (Documentation/admin-guide/mm/transhuge.rst): how much they have grown since
/// the program began.
/// </summary>
public enum ThpStat
{
    /// <summary>Faults that got such a folio.</summary>
    anon_fault_alloc,

    /// <summary>Anonymous folios of the size that there are.</summary>
    nr_anon,

    /// <summary>Those of them that are known to be mapped in part, and wait to be split.</summary>
    nr_anon_partially_mapped,

    /// <summary>Folios that were split.</summary>
    split,

    /// <summary>Folios that could not be split.</summary>
    split_failed,

    /// <summary>Folios that were put on the deferred split queue.</summary>
    split_deferred,
}
