namespace RmapHarness.Engine.Proc;

/// <summary>The numeric fields of one smaps entry. A field that the kernel does not print is absent, which is not zero.</summary>
public sealed class SmapsCounters
{
    private readonly long[] values = new long[FieldCount];
    private uint present;

    /// <summary>Number of fields that exist.</summary>
    public static int FieldCount { get; } = Enum.GetValues<SmapsField>().Length;

    /// <summary>Reads or sets a field; setting makes it present.</summary>
    /// <exception cref="KeyNotFoundException">The field is read and absent.</exception>
    public long this[SmapsField field]
    {
        get => Has(field) ? values[(int)field] : throw new KeyNotFoundException($"smaps has no {field}");
        set
        {
            values[(int)field] = value;
            present |= 1u << (int)field;
        }
    }

    /// <summary>Whether the field is present.</summary>
    public bool Has(SmapsField field) => (present & (1u << (int)field)) != 0;
}
