namespace RmapHarness.Engine.Proc;

/// <summary>The fields of an enumeration.</summary>
public static class FieldNames
{
    /// <summary>All fields in their order.</summary>
    public static IReadOnlyList<TField> All<TField>()
        where TField : struct, Enum => Of<TField>.All;

    private static class Of<TField>
        where TField : struct, Enum
    {
        public static readonly TField[] All = Enum.GetValues<TField>();
    }
}
