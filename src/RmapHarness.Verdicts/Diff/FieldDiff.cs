using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares numbers by their names; one that only one side has is a mismatch.</summary>
internal static class FieldDiff
{
    private const string Absent = "absent";

    /// <summary>Compares the fields of one process or place, or of none.</summary>
    public static void Compare<TField>(
        Observable observable, FieldValues<TField>? expected, FieldValues<TField>? observed, int step, string process, Tally tally, string where = "")
        where TField : struct, Enum
    {
        foreach (var field in FieldNames.All<TField>())
        {
            var (left, right) = (Text(expected, field), Text(observed, field));
            if (left != Absent || right != Absent)
                tally.Compare(step, process, observable, where, field.ToString(), left, right);
        }
    }

    private static string Text<TField>(FieldValues<TField>? values, TField field)
        where TField : struct, Enum => values?.Has(field) == true ? values[field].ToString(CultureInfo.InvariantCulture) : Absent;
}
