using System.Runtime.CompilerServices;

namespace RmapHarness.Engine.Proc;

/// <summary>Numbers by the fields of an enumeration (numbered from 0, at most 64). A field that the kernel does not print is absent, which is not zero.</summary>
/// <typeparam name="TField">The fields; int is their underlying type.</typeparam>
public class FieldValues<TField>
    where TField : struct, Enum
{
    private readonly long[] values = new long[FieldNames.All<TField>().Count];
    private ulong present;


    /// <summary>Reads or sets a field; setting makes it present.</summary>
    /// <exception cref="KeyNotFoundException">The field is read and absent.</exception>
    public long this[TField field]
    {
        get => Has(field) ? values[Index(field)] : throw new KeyNotFoundException($"there is no {field}");
        set
        {
            values[Index(field)] = value;
            present |= 1UL << Index(field);
        }
    }

    /// <summary>Whether the field is present.</summary>
    public bool Has(TField field) => (present & (1UL << Index(field))) != 0;

    /// <summary>The value of a field, or 0 if it is absent.</summary>
    public long ValueOrZero(TField field) => values[Index(field)];

    private static int Index(TField field) => Unsafe.As<TField, int>(ref field);
}
