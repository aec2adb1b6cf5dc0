using System.Text;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>Reads lines of /proc/PID/numa_maps: <c>ADDRESS POLICY [file=NAME] [heap] [stack] [huge] [NAME=NUMBER…]</c>.</summary>
internal static class NumaMapsParser
{
    private const string Active = "active";

    /// <summary>Words that name the VMA.</summary>
    private static readonly string[] Names = ["heap", "stack", "huge"];

    /// <summary>Reads whole lines.</summary>
    /// <exception cref="FormatException">The text is not that; the message has the line.</exception>
    public static List<(ulong Start, FieldValues<NumaField> Fields)> Parse(ReadOnlySpan<byte> text)
    {
        var entries = new List<(ulong, FieldValues<NumaField>)>();
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            if (words.Length < 2 || !CanonicalNumber.TryParseHex(Encoding.ASCII.GetBytes(words[0]), out var start))
                throw new FormatException($"not a line of numa_maps: '{line}'");
            var fields = new FieldValues<NumaField>();
            foreach (var word in words.Skip(2).Where(word => !Names.Contains(word) && !word.StartsWith("file=", StringComparison.Ordinal)))
                Add(fields, word, line);
            entries.Add((start, fields));
        }

        return entries;
    }

    private static void Add(FieldValues<NumaField> fields, string word, string line)
    {
        var parts = word.Split('=');
        if (parts.Length != 2 || !CanonicalNumber.TryParseDecimal(Encoding.ASCII.GetBytes(parts[1]), out var value) || value < 0)
            throw new FormatException($"'{word}' is not a field of numa_maps: '{line}'");
        if (parts[0] == Active)
            return;
        if (parts[0].Length > 1 && parts[0][0] == 'N' && char.IsAsciiDigit(parts[0][1]))
            fields[NumaField.N] = fields.ValueOrZero(NumaField.N) + value;
        else if (Enum.TryParse<NumaField>(parts[0], out var field) && field != NumaField.N && !fields.Has(field))
            fields[field] = value;
        else
            throw new FormatException($"an unknown or repeated field of numa_maps, '{word}': '{line}'");
    }
}
