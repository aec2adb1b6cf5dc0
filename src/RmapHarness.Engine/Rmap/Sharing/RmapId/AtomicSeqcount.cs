namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// A sequence count whose writers may overlap (2023 patch, section 4, "Synchronization"; raw_atomic_seqcount_t). It does not keep
/// writers apart: what it protects is changed by read-modify-write atomics. It tells readers whether what they read may be torn: they
/// read again while any writer is inside, and when one has been. Lock-free.
/// </summary>
/// <remarks>
/// One word: below, how many writers are inside (up to 2^24 - 1, more than there can be threads); above, how many have left, modulo
/// 2^40. tests/models/atomic_seqcount.pml is its model. A field of this type must not be readonly or copied.
/// </remarks>
public struct AtomicSeqcount
{
    private const ulong Writer = 1;
    private const ulong Step = 1UL << 24;
    private const ulong WritersMask = Step - 1;

    private ulong word;

    /// <summary>raw_seqcount_init: no writer inside, none has been. Only while nobody else uses it.</summary>
    public void Reset() => Volatile.Write(ref word, 0);

    /// <summary>raw_write_atomic_seqcount_begin: a writer comes in. What it changes afterwards is seen after this.</summary>
    public void BeginWrite() => Interlocked.Add(ref word, Writer);

    /// <summary>raw_write_atomic_seqcount_end: a writer that came in leaves. What it changed before is seen before this.</summary>
    public void EndWrite() => Interlocked.Add(ref word, Step - Writer);

    /// <summary>Starts a read.</summary>
    /// <param name="sequence">What <see cref="IsUnchanged"/> asks for after the read.</param>
    /// <returns>Whether the read may begin: no writer is inside.</returns>
    public readonly bool TryBeginRead(out ulong sequence)
    {
        sequence = Volatile.Read(in word);
        return (sequence & WritersMask) == 0;
    }

    /// <summary>Ends a read.</summary>
    /// <param name="sequence">From <see cref="TryBeginRead"/>.</param>
    /// <returns>Whether no writer has come in since: everything read in between was true at once.</returns>
    public readonly bool IsUnchanged(ulong sequence)
    {
        Volatile.ReadBarrier();
        return Volatile.Read(in word) == sequence;
    }
}
