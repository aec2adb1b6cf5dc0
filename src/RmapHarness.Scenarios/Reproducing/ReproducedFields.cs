using RmapHarness.Engine.Proc;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Which values a reproducer compares: those that the harness does.</summary>
/// <param name="Pagemap">Bits of a pagemap entry.</param>
/// <param name="Kpageflags">Bits of a kpageflags entry.</param>
/// <param name="Smaps">Fields of smaps.</param>
/// <param name="Status">Lines of status; none if the kernel does not keep them exact.</param>
public sealed record ReproducedFields(
    IReadOnlyList<(int Bit, string Name)> Pagemap,
    IReadOnlyList<(int Bit, string Name)> Kpageflags,
    IReadOnlyList<SmapsField> Smaps,
    IReadOnlyList<StatusField> Status);
