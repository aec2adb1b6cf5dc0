using System.Text;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>
/// Reads entries of /proc/PID/smaps. Nothing is skipped: a field that <see cref="SmapsField"/> does not know is an error, and so is
/// one that is missing although every kernel prints it.
/// </summary>
internal sealed class SmapsParser
{
    private static readonly byte[][] Names = [.. Enum.GetNames<SmapsField>().Select(Encoding.ASCII.GetBytes)];

    /// <summary>What some kernels or CPUs do not print.</summary>
    private static readonly SmapsField[] Optional = [SmapsField.KSM, SmapsField.ProtectionKey];

    private byte[] lastFlagsText = [];
    private string[] lastFlags = [];

    /// <summary>Reads whole entries, all of VMAs that start in the arena, by ascending address.</summary>
    /// <exception cref="FormatException">The text is not that; the message names the line or field.</exception>
    public List<VmaSnapshot> Parse(ReadOnlySpan<byte> text)
    {
        var vmas = new List<VmaSnapshot>();
        while (!text.IsEmpty)
            vmas.Add(ParseEntry(ref text, vmas.Count > 0 ? vmas[^1].End : Arena.Start));
        return vmas;
    }

    private VmaSnapshot ParseEntry(ref ReadOnlySpan<byte> text, ulong after)
    {
        var header = NextLine(ref text);
        var (start, end, permissions) = ParseHeader(header);
        if (start < after || start >= Arena.End || end <= start)
            throw Malformed("a VMA out of place", header);
        var counters = new SmapsCounters();
        var expected = 0;
        while (true)
        {
            if (text.IsEmpty)
                throw Malformed("an smaps entry without VmFlags", header);
            var line = NextLine(ref text);
            var colon = line.IndexOf((byte)':');
            if (colon < 0)
                throw Malformed("not an smaps line", line);
            if (line[..colon].SequenceEqual("VmFlags"u8))
            {
                CheckComplete(counters, header);
                return new VmaSnapshot(start, end, permissions, counters, ParseFlags(line[(colon + 1)..], line));
            }

            var field = FindField(line[..colon], expected, line);
            if (counters.Has(field))
                throw Malformed("a repeated smaps field", line);
            counters[field] = ParseValue(line[(colon + 1)..], field, line);
            expected = (int)field + 1;
        }
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        var newline = text.IndexOf((byte)'\n');
        if (newline < 0)
            throw Malformed("an unfinished smaps line", text);
        var line = text[..newline];
        text = text[(newline + 1)..];
        return line;
    }

    /// <summary><c>START-END PERM OFFSET DEVICE INODE [NAME]</c>.</summary>
    private static (ulong Start, ulong End, string Permissions) ParseHeader(ReadOnlySpan<byte> line)
    {
        var dash = line.IndexOf((byte)'-');
        var space = line.IndexOf((byte)' ');
        if (dash < 0 || space < dash || line.Length < space + 6 || line[space + 5] != ' '
            || !CanonicalNumber.TryParseHex(line[..dash], out var start)
            || !CanonicalNumber.TryParseHex(line[(dash + 1)..space], out var end))
            throw Malformed("not an smaps header", line);
        var permissions = line.Slice(space + 1, 4);
        return (start, end, permissions.SequenceEqual("rw-p"u8) ? "rw-p" : Encoding.ASCII.GetString(permissions));
    }

    /// <summary>The kernel prints the fields in the order of the enumeration, so the expected one is nearly always right.</summary>
    private static SmapsField FindField(ReadOnlySpan<byte> name, int expected, ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            var field = (expected + i) % Names.Length;
            if (name.SequenceEqual(Names[field]))
                return (SmapsField)field;
        }

        throw Malformed("an unknown smaps field", line);
    }

    private static long ParseValue(ReadOnlySpan<byte> text, SmapsField field, ReadOnlySpan<byte> line)
    {
        var unit = field is SmapsField.THPeligible or SmapsField.ProtectionKey ? ""u8 : " kB"u8;
        if (!text.EndsWith(unit)
            || !CanonicalNumber.TryParseDecimal(text[..^unit.Length].TrimStart((byte)' '), out var value) || value < 0)
            throw Malformed("an smaps value that is not a number with its unit", line);
        return value;
    }

    private string[] ParseFlags(ReadOnlySpan<byte> text, ReadOnlySpan<byte> line)
    {
        // Most VMAs of a scenario have the flags of the one before.
        if (text.SequenceEqual(lastFlagsText))
            return lastFlags;
        var flags = Encoding.ASCII.GetString(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (flags.Any(flag => flag.Length != 2))
            throw Malformed("VmFlags that are not two-letter codes", line);
        Array.Sort(flags, StringComparer.Ordinal);
        lastFlagsText = text.ToArray();
        lastFlags = flags;
        return flags;
    }

    private static void CheckComplete(SmapsCounters counters, ReadOnlySpan<byte> header)
    {
        for (var field = (SmapsField)0; (int)field < Names.Length; field++)
        {
            if (!counters.Has(field) && !Optional.Contains(field))
                throw Malformed($"an smaps entry without {field}", header);
        }
    }

    private static FormatException Malformed(string what, ReadOnlySpan<byte> line) =>
        new($"{what}: '{Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)])}'");
}
