using System.Globalization;
using System.Text;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Claims;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Writes what the author claims as a C table.</summary>
internal static class ClaimCode
{
    /// <summary>Writes the table <c>claims</c> of those that say something under a scheme, with one line more that means nothing.</summary>
    public static void Add(StringBuilder code, IEnumerable<CompiledClaim> claims, AccountingScheme scheme)
    {
        code.Append("static const struct claim claims[] = {\n");
        foreach (var claim in claims)
        {
            if (claim.ValueUnder(scheme) is not { } value)
                continue;
            code.Append(
                CultureInfo.InvariantCulture,
                $"\t{{ {claim.Step}, {claim.Process}, {OperationCode.Hex(claim.FirstPage)}, {claim.Pages}, {TableCode.Text(claim.Field.Name)}, {BitOf(claim.Field.Observable)}, {value},\n");
            code.Append(CultureInfo.InvariantCulture, $"\t  {TableCode.Text($"claim {claim.Claim.Text}")} }},\n");
        }

        code.Append("\t{ 0, 0, 0, 0, NULL, 0, 0, NULL },\n};\n\n");
    }

    private static string BitOf(ClaimObservable observable) => observable switch
    {
        ClaimObservable.Smaps => "SMAPS_CLAIM",
        ClaimObservable.KpageCount => "KPAGECOUNT_CLAIM",
        ClaimObservable.Present => "63",
        ClaimObservable.Swapped => "62",
        ClaimObservable.File => "61",
        ClaimObservable.Exclusive => "56",
        _ => throw new NotSupportedException($"there is no C for a claim of {observable}"),
    };
}
