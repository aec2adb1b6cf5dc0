namespace RmapHarness.Guests.Agent;

/// <summary>The raw bytes of a block of packed answers (vm/agent/PROTOCOL.md, "Packed answers").</summary>
internal static class PackedBlock
{
    /// <summary>The most bytes of answers in one block.</summary>
    public const int MaxLength = 256 << 10;

    /// <summary>The most bytes of answers before a block that it may repeat.</summary>
    public const int MaxHistory = 64 << 10;

    private const int LeastRepetition = 6;

    /// <summary>Makes the answers of it.</summary>
    /// <param name="packed">The raw bytes.</param>
    /// <param name="answers">The answers before it, as far as it may repeat them, and room for exactly its own.</param>
    /// <param name="made">How many bytes of them are of before.</param>
    /// <exception cref="FormatException">The raw bytes do not make as many answers, or are not used up by them.</exception>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<byte> answers, int made)
    {
        while (true)
        {
            var literals = NextNumber(ref packed);
            if (literals > packed.Length || literals > answers.Length - made)
                throw Malformed("literals beyond the end");
            packed[..literals].CopyTo(answers[made..]);
            packed = packed[literals..];
            made += literals;
            if (made == answers.Length && packed.IsEmpty)
                return;

            var length = NextNumber(ref packed) + LeastRepetition;
            var distance = NextNumber(ref packed);
            if (distance < 1 || distance > made || length > answers.Length - made)
                throw Malformed("a repetition of what is not there");
            Repeat(answers, made, distance, length);
            made += length;
        }
    }

    // As much at once as is there already.
    private static void Repeat(Span<byte> answers, int made, int distance, int length)
    {
        var from = made - distance;
        while (length > 0)
        {
            var piece = Math.Min(length, made - from);
            answers.Slice(from, piece).CopyTo(answers[made..]);
            made += piece;
            length -= piece;
        }
    }

    private static int NextNumber(ref ReadOnlySpan<byte> packed)
    {
        var number = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (packed.IsEmpty)
                throw Malformed("an end in the middle");
            var digit = packed[0];
            packed = packed[1..];
            number |= (digit & 0x7f) << shift;
            if (digit < 0x80)
                return number;
        }

        throw Malformed("a number that is too large");
    }

    private static FormatException Malformed(string what) => new($"a packed block has {what}");
}
