namespace RmapHarness.Guests.Agent;

/// <summary>Numbers as the agent and the kernel write them: no plus sign, no leading zero, lower case.</summary>
internal static class CanonicalNumber
{
    /// <summary>Reads all of a decimal number that may be negative.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        var negative = text is [(byte)'-', not (byte)'0', ..];
        if (!TryParse(negative ? text[1..] : text, 10, long.MaxValue, out var magnitude))
            return false;
        number = negative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    /// <summary>Reads all of a hexadecimal number.</summary>
    public static bool TryParseHex(ReadOnlySpan<byte> text, out ulong number) => TryParse(text, 16, ulong.MaxValue, out number);

    private static bool TryParse(ReadOnlySpan<byte> text, uint radix, ulong limit, out ulong number)
    {
        number = 0;
        if (text.IsEmpty || (text.Length > 1 && text[0] == '0'))
            return false;
        foreach (var character in text)
        {
            var digit = character >= 'a' ? character - (uint)'a' + 10 : character - (uint)'0';
            if (digit >= radix || number > (limit - digit) / radix)
                return false;
            number = (number * radix) + digit;
        }

        return true;
    }
}
