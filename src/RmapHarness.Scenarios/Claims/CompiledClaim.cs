using RmapHarness.Engine.Rmap;

namespace RmapHarness.Scenarios.Claims;

/// <summary>
/// A claim resolved for one geometry. For a field of the page observables it holds for every page of the range. For a smaps field it
/// is about the one VMA that contains the whole range; if at that observation no VMA does, the claim is wrong.
/// </summary>
/// <param name="Claim">What was claimed, with its place in the file.</param>
/// <param name="Step">Index of the observe operation in the program.</param>
/// <param name="Process">Index of the process.</param>
/// <param name="FirstPage">Virtual page number (address / page size) of the range's first page.</param>
/// <param name="Pages">Pages of the range, at least 1.</param>
/// <param name="Field">The value.</param>
/// <param name="Value">What it must be under every scheme (counts, 0 or 1, or kB); null if <paramref name="ByScheme"/> says.</param>
/// <param name="ByScheme">What it must be under a scheme.</param>
public sealed record CompiledClaim(
    Claim Claim,
    int Step,
    int Process,
    ulong FirstPage,
    ulong Pages,
    ClaimField Field,
    long? Value,
    IReadOnlyDictionary<AccountingScheme, long> ByScheme)
{
    /// <summary>What is claimed under a scheme; null if nothing is.</summary>
    public long? ValueUnder(AccountingScheme scheme) => Value ?? (ByScheme.TryGetValue(scheme, out var value) ? value : null);
}
