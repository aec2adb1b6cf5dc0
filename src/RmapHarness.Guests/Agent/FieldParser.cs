using System.Text;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>Reads the rest of a line of names and numbers.</summary>
internal static class FieldParser
{
    /// <summary>Reads fields by their names; each at most once, and no other.</summary>
    /// <param name="words">The rest of the line.</param>
    /// <param name="ignored">Names that are passed over.</param>
    /// <exception cref="FormatException">It is not what the protocol says.</exception>
    public static FieldValues<TField> Parse<TField>(ref Words words, params scoped ReadOnlySpan<string> ignored)
        where TField : struct, Enum => Parse<TField>(ref words, 0, ignored);

    /// <summary>Reads fields that may have become less.</summary>
    /// <param name="words">The rest of the line.</param>
    /// <exception cref="FormatException">It is not what the protocol says.</exception>
    public static FieldValues<TField> ParseSigned<TField>(ref Words words)
        where TField : struct, Enum => Parse<TField>(ref words, long.MinValue, []);

    private static FieldValues<TField> Parse<TField>(ref Words words, long least, scoped ReadOnlySpan<string> ignored)
        where TField : struct, Enum
    {
        var values = new FieldValues<TField>();
        var expected = 0;
        while (!words.Rest.IsEmpty)
        {
            var name = words.Next();
            var field = Find<TField>(name, ref expected);
            var isIgnored = field is null && ignored.Contains(Encoding.ASCII.GetString(name));
            var value = words.NextDecimal();
            if (isIgnored)
                continue;
            if (field is not { } known || values.Has(known) || value < least)
                throw words.Malformed("a field that is unknown or repeated, or negative where it cannot be");
            values[known] = value;
        }

        return values;
    }

    // They come in the order of the enumeration, so the expected one is nearly always right.
    private static TField? Find<TField>(ReadOnlySpan<byte> name, ref int expected)
        where TField : struct, Enum
    {
        var names = NamesOf<TField>.All;
        for (var i = 0; i < names.Length; i++)
        {
            var at = (expected + i) % names.Length;
            if (name.SequenceEqual(names[at]))
            {
                expected = at + 1;
                return FieldNames.All<TField>()[at];
            }
        }

        return null;
    }

    private static class NamesOf<TField>
        where TField : struct, Enum
    {
        public static readonly byte[][] All = [.. FieldNames.All<TField>().Select(field => Encoding.ASCII.GetBytes(field.ToString()))];
    }
}
