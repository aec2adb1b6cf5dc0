using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Cli.Probing;

/// <summary>
/// The programs that find out how a kernel accounts. Together they tell apart every two candidates that any program can: not
/// no-page-mapcount from total-mapped-pages, which differ only where one folio has entries of several huge sizes, and not rmap-id from
/// exact, which differ only once a folio has more entries than pages.
/// </summary>
internal static class ProbePrograms
{
    private const Protection ReadWrite = Protection.Read | Protection.Write;
    private const int Parent = 0;
    private const int Child = 1;
    private const int Second = 2;
    private static readonly string[] Processes = ["parent", "child", "second"];

    /// <summary>Whether a program is one of them.</summary>
    public static bool Include(Program program) => ReferenceEquals(program.ProcessNames, Processes);

    /// <summary>Looks at bit 55 of fresh memory; needs no THP.</summary>
    public static Probe SoftDirty(Geometry geometry) => new(
        "small-pages",
        "whether page tables have soft-dirty bits",
        Program(Map(4 * geometry.PageSize), new TouchOperation(Parent, Arena.Start, geometry.PageSize, geometry.PageSize, true), new ObserveOperation(Parent)));

    /// <summary>All that need PMD-sized THPs.</summary>
    public static IReadOnlyList<Probe> OfThp(Geometry geometry) => [Half(geometry), Left(geometry), FirstPage(geometry), Third(geometry)];

    // Per page, or per folio?
    private static Probe Half(Geometry geometry) => new(
        "dropped-half",
        "whether mappings are counted for each page or for the folio",
        Program([.. Thp(geometry), Fork(Child), Drop(geometry, Child, 0, geometry.PmdPages / 2), new ObserveOperation(Parent)]));

    // Is a partially mapped folio that nobody else maps any more used again?
    private static Probe Left(Geometry geometry) => new(
        "owner-left",
        "whether a write reuses a large folio once its other owner is gone",
        Program(
        [
            .. Thp(geometry), Fork(Child), Drop(geometry, Child, 0, 1), new ExitOperation(Child), Drop(geometry, Parent, geometry.PmdPages - 1, 1),
            Write(geometry, Parent, 1), new ObserveOperation(Parent),
        ]));

    // Does the first page, which only one process maps, stand for the others, which two map?
    private static Probe FirstPage(Geometry geometry) => new(
        "first-page",
        "whether the folio's first page stands for all",
        Program(
        [
            .. Thp(geometry), Fork(Child), Drop(geometry, Child, 0, 1), Drop(geometry, Child, 3, geometry.PmdPages - 3),
            Drop(geometry, Parent, geometry.PmdPages / 2, geometry.PmdPages / 2), Write(geometry, Parent, 1), new ObserveOperation(Parent),
        ]));

    // Is a third owner known by name once the first two are gone?
    private static Probe Third(Geometry geometry) => new(
        "third-owner",
        "whether a third owner is recognised when it is the only one",
        Program(
        [
            .. Thp(geometry), Fork(Child), Fork(Second), Drop(geometry, Second, geometry.PmdPages - 1, 1), new ExitOperation(Child),
            Drop(geometry, Parent, 0, geometry.PmdPages), Write(geometry, Second, 5), new ObserveOperation(Parent),
        ]));

    private static Program Program(params Operation[] operations) => new(operations, Processes);

    private static MmapOperation Map(ulong length) =>
        new(Parent, Arena.Start, length, ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed);

    private static Operation[] Thp(Geometry geometry) =>
    [
        Map(geometry.PmdSize),
        new MadviseOperation(Parent, Arena.Start, geometry.PmdSize, Advice.HugePage),
        new TouchOperation(Parent, Arena.Start, geometry.PmdSize, geometry.PageSize, true),
    ];

    private static ForkOperation Fork(int child) => new(Parent, child);

    private static MadviseOperation Drop(Geometry geometry, int process, long first, long pages) =>
        new(process, Arena.Start + ((ulong)first * geometry.PageSize), (ulong)pages * geometry.PageSize, Advice.DontNeed);

    private static TouchOperation Write(Geometry geometry, int process, long page) =>
        new(process, Arena.Start + ((ulong)page * geometry.PageSize), geometry.PageSize, geometry.PageSize, true);
}
