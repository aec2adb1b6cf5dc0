using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Tests;

/// <summary>The grammar of sizes and ranges.</summary>
public sealed class QuantityTests
{
    [TestCase("1 page", 0x1000UL, 0x4000UL)]
    [TestCase("3 pages", 0x3000UL, 0xC000UL)]
    [TestCase("1 pmd", 0x20_0000UL, 0x200_0000UL)]
    [TestCase("2 pmds", 0x40_0000UL, 0x400_0000UL)]
    [TestCase("1/2 pmd", 0x10_0000UL, 0x100_0000UL)]
    [TestCase("3/4 pmd", 0x18_0000UL, 0x180_0000UL)]
    [TestCase("5/4 pmd", 0x28_0000UL, 0x280_0000UL)]
    [TestCase("1 pmd + 3 pages", 0x20_3000UL, 0x200_C000UL)]
    [TestCase("1 pmd - 1 page", 0x1F_F000UL, 0x1FF_C000UL)]
    [TestCase("64 KiB", 0x1_0000UL, 0x1_0000UL)]
    [TestCase("1 MiB + 64 KiB", 0x11_0000UL, 0x11_0000UL)]
    [TestCase("1 GiB", 0x4000_0000UL, 0x4000_0000UL)]
    [TestCase("1/3 pmd + 2/3 pmd", 0x20_0000UL, 0x200_0000UL)]
    [TestCase("1pmd+3pages", 0x20_3000UL, 0x200_C000UL)]
    public void A_size_has_these_bytes_with_4K_and_with_16K_pages(string size, ulong with4K, ulong with16K)
    {
        Assert.That(Programs.Mapped(size, Geometry.Base4K).Length, Is.EqualTo(with4K));
        Assert.That(Programs.Mapped(size, Geometry.Base16K).Length, Is.EqualTo(with16K));
    }

    [TestCase("a", 0UL, 512UL)]
    [TestCase("a[0]", 0UL, 1UL)]
    [TestCase("a[7]", 7UL, 1UL)]
    [TestCase("a[511]", 511UL, 1UL)]
    [TestCase("a[1/2]", 256UL, 1UL)]
    [TestCase("a[0..1/2]", 0UL, 256UL)]
    [TestCase("a[1/2..]", 256UL, 256UL)]
    [TestCase("a[..1/4]", 0UL, 128UL)]
    [TestCase("a[..]", 0UL, 512UL)]
    [TestCase("a[3..9]", 3UL, 6UL)]
    [TestCase("a[1/2 - 8..1/2 + 8]", 248UL, 16UL)]
    [TestCase("a[1 pmd - 1 page..]", 511UL, 1UL)]
    [TestCase("a[1 pmd - 1 page]", 511UL, 1UL)]
    [TestCase("a[ 64 KiB .. 1 MiB ]", 16UL, 240UL)]
    public void A_range_of_512_pages_has_these_pages(string range, ulong first, ulong pages)
    {
        var touch = Programs.Touched("1 pmd", range, Geometry.Base4K);
        Assert.That((touch.Address - Arena.Start) / 4096, Is.EqualTo(first));
        Assert.That(touch.Length / 4096, Is.EqualTo(pages));
    }

    [Test]
    public void A_size_read_from_its_own_spelling_is_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Sizes(false).ToArbitrary(), size =>
        {
            var again = QuantityParser.Parse(size.ToString(), out var problem);
            return problem is null && again!.Terms.SequenceEqual(size.Terms);
        }));

    [Test]
    public void A_range_read_from_its_own_spelling_is_the_same()
    {
        var ranges =
            from kind in Gen.Choose(0, 4)
            from first in Sizes(true)
            from second in Sizes(true)
            select kind switch
            {
                0 => new RangeExpression("a", null, null, false, 0, 0),
                1 => new RangeExpression("b-2", first, null, true, 0, 0),
                2 => new RangeExpression("c_3", first, null, false, 0, 0),
                3 => new RangeExpression("d", null, second, false, 0, 0),
                _ => new RangeExpression("e", first, second, false, 0, 0),
            };
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(ranges.ToArbitrary(), range =>
        {
            var again = RangeParser.Parse(range.ToString(), out var problem);
            return problem is null
                && again!.Mapping == range.Mapping
                && again.IsPage == range.IsPage
                && Same(again.From, range.From)
                && Same(again.To, range.To);
        }));
    }

    [Test]
    public void A_sum_has_the_bytes_of_its_terms()
    {
        var counts = from pmds in Gen.Choose(0, 50) from pages in Gen.Choose(1, 5000) select (Pmds: pmds, Pages: pages);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(counts.ToArbitrary(), count =>
        {
            var size = QuantityParser.Parse($"{count.Pmds} pmds + {count.Pages} pages", out _)!;
            foreach (var geometry in new[] { Geometry.Base4K, Geometry.Base16K, Geometry.Base64K })
            {
                var expected = ((ulong)count.Pmds * geometry.PmdSize) + ((ulong)count.Pages * geometry.PageSize);
                if (size.Evaluate(geometry, 0, geometry.PageSize, out var bytes) is not null || bytes != expected)
                    return false;
            }

            return true;
        }));
    }

    [Test]
    public void Arbitrary_text_is_a_size_or_a_problem_inside_it() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            var size = QuantityParser.Parse(text, out var problem);
            return size is null ? problem is { Offset: >= 0 } && problem.Offset <= text.Length : problem is null;
        }));

    [Test]
    public void Arbitrary_text_is_a_range_or_a_problem_inside_it() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            var range = RangeParser.Parse(text, out var problem);
            return range is null ? problem is { Offset: >= 0 } && problem.Offset <= text.Length : problem is null;
        }));

    private static bool Same(Quantity? left, Quantity? right) =>
        left is null || right is null ? left is null && right is null : left.Terms.SequenceEqual(right.Terms);

    private static Gen<Quantity> Sizes(bool isPosition)
    {
        var units = Enum.GetValues<QuantityUnit>().Where(unit => isPosition || unit != QuantityUnit.Mapping).ToArray();
        var term =
            from negative in Gen.Elements(false, true)
            from numerator in Gen.Choose(0, 100_000)
            from denominator in Gen.Choose(1, 9)
            from unit in Gen.Elements(units)
            select new QuantityTerm(negative, numerator, denominator, unit);
        return
            from terms in Gen.ListOf(term).Where(list => list.Count is > 0 and <= Limits.Terms)
            select new Quantity([terms[0] with { Negative = false }, .. terms.Skip(1)]);
    }

    private static Gen<string> Texts()
    {
        string[] pieces = ["a", "1", "22", "/", "[", "]", "..", ".", " ", "+", "-", "pmd", "page", "KiB", "x", "é", "9999999999999"];
        return from text in Gen.ListOf(Gen.Elements(pieces)) select string.Concat(text);
    }
}
