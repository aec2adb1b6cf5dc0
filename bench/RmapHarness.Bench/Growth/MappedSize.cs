using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Bench.Growth;

/// <summary>
/// The model's time for 1 TiB against that for 1 GiB at equal numbers of extents. The arena ends a scenario file, not the model: these
/// programs go beyond it. THPs are mapped without an observation, because kpageflags tells heads from tails and so has two runs a folio.
/// </summary>
internal sealed class MappedSize : IMeasure
{
    private const int Times = 2_000;
    private const ulong Small = 1UL << 30;
    private const ulong Large = 1UL << 40;

    /// <inheritdoc/>
    public string Name => "mapped-size";

    /// <inheritdoc/>
    public string About => "the model's time for 1 TiB against 1 GiB at equal numbers of extents";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Figure>>(
        [
            Compare("small pages, with snapshots", size => Program(size, thp: false)),
            Compare("THPs", size => Program(size, thp: true)),
        ]);

    private static Figure Compare(string what, Func<ulong, Program> program)
    {
        var (small, large) = (program(Small), program(Large));
        var (before, after) = Processor.TimesOf(() => Simulation.Run(Profiles.Newest, small), Times, () => Simulation.Run(Profiles.Newest, large), Times);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{after.TotalMicroseconds:F2} us for 1 TiB, {before.TotalMicroseconds:F2} us for 1 GiB");
        return new Figure(what, after / before, "x", Bound.AtMost(1.2), detail);
    }

    // Everything is written, shared by a fork, half dropped, and written again on both sides.
    private static Program Program(ulong size, bool thp)
    {
        const ulong A = Arena.Start;
        var page = Profiles.Newest.Geometry.PageSize;
        List<Operation> operations =
        [
            new MmapOperation(0, A, size, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
            new MadviseOperation(0, A, size, thp ? Advice.HugePage : Advice.NoHugePage),
            new TouchOperation(0, A, size, page, Write: true),
            new ForkOperation(0, 1),
            new MadviseOperation(1, A, size / 2, Advice.DontNeed),
            new TouchOperation(1, A + (size / 2), size / 2, page, Write: true),
            new TouchOperation(0, A, size, page, Write: true),
            new MprotectOperation(0, A, size / 4, Protection.Read),
            new MunmapOperation(0, A + (size / 4), size / 4),
        ];
        if (!thp)
            operations.Add(new ObserveOperation(0));
        return new Program(operations, ["parent", "child"]);
    }
}
