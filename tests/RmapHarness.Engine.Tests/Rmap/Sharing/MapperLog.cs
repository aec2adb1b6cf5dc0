namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>
/// What each mapper says of itself: an entry count before it applies a change, and that it has applied it. A reader that looks before
/// and after a read knows which counts each mapper may have had meanwhile.
/// </summary>
internal sealed class MapperLog(int mappers)
{
    // Per mapper: changes announced << 32 | entries after the last of them. Then: changes applied.
    private readonly long[] announced = new long[mappers];
    private readonly long[] applied = new long[mappers];

    public void Begin(int mapper, int entries) =>
        Volatile.Write(ref announced[mapper], (((announced[mapper] >> 32) + 1) << 32) | (uint)entries);

    public void End(int mapper) => Volatile.Write(ref applied[mapper], announced[mapper] >> 32);

    /// <summary>Notes where each mapper is before a read.</summary>
    public void Look(Mark[] marks)
    {
        for (var mapper = 0; mapper < mappers; mapper++)
        {
            var last = Volatile.Read(ref announced[mapper]);
            marks[mapper] = new Mark(last >> 32, Volatile.Read(ref applied[mapper]) == last >> 32, (uint)last);
        }
    }

    /// <summary>Fails when what was read since is not a state that the folio can have been in.</summary>
    public void Check(Mark[] before, long mapcount, ulong[] values)
    {
        ulong sum = 0;
        for (var mapper = 0; mapper < mappers; mapper++)
        {
            sum += values[mapper];
            var mark = before[mapper];
            var still = Volatile.Read(ref announced[mapper]) >> 32 == mark.Changes;
            if (mark.Applied && still && values[mapper] != mark.Entries)
                throw new AssertionException($"mapper {mapper} had {mark.Entries} entries all the time, {values[mapper]} were read");
        }

        if (sum != (ulong)mapcount)
            throw new AssertionException($"mapcount {mapcount} with {sum} entries");
    }

    /// <summary>Where a mapper was.</summary>
    /// <param name="Changes">Changes that it had announced.</param>
    /// <param name="Applied">Whether all of them were applied.</param>
    /// <param name="Entries">Its entries after them.</param>
    public readonly record struct Mark(long Changes, bool Applied, ulong Entries);
}
