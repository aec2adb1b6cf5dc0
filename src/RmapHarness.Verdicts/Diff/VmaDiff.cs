using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares the VMAs of one process: bounds, permissions, smaps fields and VmFlags. VMAs with one start belong together.</summary>
internal sealed class VmaDiff(Tally tally, int step, string process)
{
    /// <summary>Compares the VMAs of both sides.</summary>
    /// <param name="expected">Those that are expected.</param>
    /// <param name="observed">Those that were seen.</param>
    /// <param name="compareMore">What else is compared of each VMA that both sides have: its place, and both sides.</param>
    /// <exception cref="InvalidDataException">Two VMAs of one side have the same start.</exception>
    public void Compare(IReadOnlyList<VmaSnapshot> expected, IReadOnlyList<VmaSnapshot> observed, Action<string, VmaSnapshot, VmaSnapshot> compareMore)
    {
        var left = ByStart(expected);
        var right = ByStart(observed);
        foreach (var start in left.Keys.Union(right.Keys).Order())
        {
            var (before, after) = (left.GetValueOrDefault(start), right.GetValueOrDefault(start));
            var where = Where((before ?? after)!);
            Compare(Observable.Vma, where, "vma", Exists(before), Exists(after));
            if (before is null || after is null)
                continue;
            CompareVma(where, before, after);
            compareMore(where, before, after);
        }
    }

    private static string Where(VmaSnapshot vma) => string.Create(CultureInfo.InvariantCulture, $"0x{vma.Start:x}-0x{vma.End:x}");

    private static string Exists(VmaSnapshot? vma) => vma is null ? "none" : "mapped";

    private static Dictionary<ulong, VmaSnapshot> ByStart(IReadOnlyList<VmaSnapshot> vmas)
    {
        var map = new Dictionary<ulong, VmaSnapshot>();
        foreach (var vma in vmas)
        {
            if (!map.TryAdd(vma.Start, vma))
                throw new InvalidDataException($"two VMAs start at {vma.Start:x}");
        }

        return map;
    }

    private void CompareVma(string where, VmaSnapshot expected, VmaSnapshot observed)
    {
        tally.Compare(step, process, Observable.Vma, where, "end", expected.End, observed.End, Hex);
        Compare(Observable.Vma, where, "permissions", expected.Permissions, observed.Permissions);
        foreach (var field in ComparedFields.Smaps)
        {
            if (expected.Counters.Has(field) || observed.Counters.Has(field))
                CompareField(where, expected, observed, field);
        }

        if (expected.Flags.SequenceEqual(observed.Flags))
            tally.Count(expected.Flags.Distinct().Count());
        else
            CompareFlags(where, expected, observed);
    }

    private void CompareFlags(string where, VmaSnapshot expected, VmaSnapshot observed)
    {
        foreach (var code in expected.Flags.Union(observed.Flags).Order(StringComparer.Ordinal))
            Compare(Observable.Vmflags, where, code, Has(expected, code), Has(observed, code));
    }

    private void CompareField(string where, VmaSnapshot expected, VmaSnapshot observed, SmapsField field)
    {
        tally.Count(1);
        var (left, right) = (Value(expected, field), Value(observed, field));
        if (left == right)
            return;
        tally.Add(new Difference(step, process, Observable.Smaps, where, field.ToString(), Text(left), Text(right))
        {
            Vma = VmaContext.Of(expected),
        });
    }

    private static string Hex(ulong address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");

    private static long? Value(VmaSnapshot vma, SmapsField field) => vma.Counters.Has(field) ? vma.Counters[field] : null;

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "absent";

    private static string Has(VmaSnapshot vma, string code) => vma.Flags.Contains(code) ? "set" : "absent";

    private void Compare(Observable observable, string where, string field, string expected, string observed) =>
        tally.Compare(step, process, observable, where, field, expected, observed);
}
