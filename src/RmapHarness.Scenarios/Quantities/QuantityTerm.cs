using System.Globalization;

namespace RmapHarness.Scenarios.Quantities;

/// <summary>One summand of a size: sign, fraction and unit.</summary>
/// <param name="Negative">It is subtracted.</param>
/// <param name="Numerator">0 to <see cref="Limits.Number"/>.</param>
/// <param name="Denominator">1 to <see cref="Limits.Number"/>.</param>
/// <param name="Unit">What is counted.</param>
public readonly record struct QuantityTerm(bool Negative, long Numerator, long Denominator, QuantityUnit Unit)
{
    /// <summary>The term as an author writes it, without its sign.</summary>
    public override string ToString()
    {
        var number = Denominator == 1 && Unit != QuantityUnit.Mapping
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
        var plural = Denominator == 1 && Numerator != 1 ? "s" : "";
        return Unit switch
        {
            QuantityUnit.Mapping => number,
            QuantityUnit.Page => $"{number} page{plural}",
            QuantityUnit.Pmd => $"{number} pmd{plural}",
            QuantityUnit.Pud => $"{number} pud{plural}",
            _ => $"{number} {Unit}",
        };
    }
}
