using System.Text;

namespace RmapHarness.Guests.Agent;

/// <summary>The words of one line, taken from the left. Every method throws <see cref="FormatException"/> with the whole line.</summary>
internal ref struct Words(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> line = line;
    private ReadOnlySpan<byte> rest = line;
    private bool ended;

    /// <summary>Everything that is left; empty if nothing is.</summary>
    public readonly ReadOnlySpan<byte> Rest => ended ? [] : rest;

    /// <summary>The next word.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (ended)
            throw Malformed("words are missing");
        var space = rest.IndexOf((byte)' ');
        var word = space < 0 ? rest : rest[..space];
        if (word.IsEmpty)
            throw Malformed("a word is empty");
        ended = space < 0;
        rest = ended ? [] : rest[(space + 1)..];
        return word;
    }

    /// <summary>The next word, as text.</summary>
    public string NextText() => Encoding.UTF8.GetString(Next());

    /// <summary>The next word, a hexadecimal number.</summary>
    public ulong NextHex()
    {
        if (!CanonicalNumber.TryParseHex(Next(), out var number))
            throw Malformed("not a hexadecimal number");
        return number;
    }

    /// <summary>The next word, a decimal number.</summary>
    public long NextDecimal()
    {
        if (!CanonicalNumber.TryParseDecimal(Next(), out var number))
            throw Malformed("not a decimal number");
        return number;
    }

    /// <summary>The next word, a decimal number that counts something: 0 to <see cref="int.MaxValue"/>.</summary>
    public int NextCount()
    {
        var number = NextDecimal();
        return number is >= 0 and <= int.MaxValue ? (int)number : throw Malformed("number out of range");
    }

    /// <summary>Checks that nothing is left.</summary>
    public readonly void End()
    {
        if (!ended)
            throw Malformed("too many words");
    }

    /// <summary>An exception about this line.</summary>
    public readonly FormatException Malformed(string what) => new($"{what}: '{Encoding.UTF8.GetString(line)}'");
}
