using System.Numerics;
using System.Text;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios.Quantities;

/// <summary>A size as an author writes it: a sum of terms such as <c>1 pmd + 3 pages</c>.</summary>
public sealed class Quantity
{
    internal Quantity(IReadOnlyList<QuantityTerm> terms) => Terms = terms;

    /// <summary>The summands, at least one.</summary>
    public IReadOnlyList<QuantityTerm> Terms { get; }

    /// <summary>The size in bytes.</summary>
    /// <param name="geometry">The kernel's page sizes.</param>
    /// <param name="mapping">Bytes that a fraction without a unit is taken of.</param>
    /// <param name="granule">Bytes that the result must be a multiple of.</param>
    /// <param name="bytes">The result.</param>
    /// <returns>What is wrong with the size; null if nothing is.</returns>
    internal string? Evaluate(Geometry geometry, ulong mapping, ulong granule, out ulong bytes)
    {
        bytes = 0;
        BigInteger numerator = 0, denominator = 1;
        foreach (var term in Terms)
        {
            BigInteger product = (BigInteger)term.Numerator * UnitBytes(term.Unit, geometry, mapping);
            if (term.Negative)
                product = -product;
            numerator = (numerator * term.Denominator) + (product * denominator);
            denominator *= term.Denominator;
        }

        if (numerator.Sign < 0)
            return "is less than nothing";
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        if (!rest.IsZero || !(whole % granule).IsZero)
        {
            return granule == geometry.PageSize
                ? $"is not a whole number of {geometry.PageSize >> 10} KiB pages"
                : $"is not a multiple of {granule} bytes";
        }

        if (whole > Arena.End - Arena.Start)
            return $"does not fit the {(Arena.End - Arena.Start) >> 30} GiB of address space that scenarios have";
        bytes = (ulong)whole;
        return null;
    }

    /// <summary>The size in its canonical spelling; reading it gives the same terms.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var term in Terms)
        {
            if (text.Length > 0)
                text.Append(term.Negative ? " - " : " + ");
            text.Append(term);
        }

        return text.ToString();
    }

    private static ulong UnitBytes(QuantityUnit unit, Geometry geometry, ulong mapping) => unit switch
    {
        QuantityUnit.Page => geometry.PageSize,
        QuantityUnit.Pmd => geometry.PmdSize,
        QuantityUnit.Pud => geometry.PageSize << geometry.PudOrder,
        QuantityUnit.KiB => 1UL << 10,
        QuantityUnit.MiB => 1UL << 20,
        QuantityUnit.GiB => 1UL << 30,
        _ => mapping,
    };
}
