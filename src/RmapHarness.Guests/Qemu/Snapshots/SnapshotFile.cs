using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RmapHarness.Guests.Qemu.Snapshots;

/// <summary>
/// A snapshot's file: QEMU's migration stream, then a digest of it and of the key. The stream alone would not show a flipped bit of
/// the guest's memory.
/// </summary>
internal static class SnapshotFile
{
    private const int ChunkSize = 1 << 20;

    /// <summary>Writes what comes until its end.</summary>
    /// <param name="file">An empty file.</param>
    /// <param name="key">What the snapshot was made from.</param>
    /// <param name="source">QEMU's stream.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="IOException">The disk is full, or QEMU went away.</exception>
    public static async Task WriteAsync(FileStream file, string key, Stream source, CancellationToken cancellation)
    {
        using var digest = Begin(key);
        await CopyAsync(source, file, digest, cancellation).ConfigureAwait(false);
        await file.WriteAsync(digest.GetHashAndReset(), cancellation).ConfigureAwait(false);
        await file.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether a file is what was written, and the whole of it. Takes some 80 ms for 128 MB where the processor has SHA instructions.</summary>
    /// <param name="file">The file; its position plays no part and does not change.</param>
    /// <param name="key">What the snapshot must have been made from.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsIntact(SafeFileHandle file, string key)
    {
        var length = RandomAccess.GetLength(file) - SHA256.HashSizeInBytes;
        if (length < 0)
            return false;
        using var digest = Begin(key);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (var at = 0L; at < length;)
            {
                var count = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(length - at, buffer.Length)), at);
                if (count == 0)
                    return false;
                digest.AppendData(buffer, 0, count);
                at += count;
            }

            var expected = buffer.AsSpan(0, SHA256.HashSizeInBytes);
            return RandomAccess.Read(file, expected, length) == expected.Length && expected.SequenceEqual(digest.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static IncrementalHash Begin(string key)
    {
        var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(key + '\0'));
        return digest;
    }

    private static async Task CopyAsync(Stream source, FileStream file, IncrementalHash digest, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            int count;
            while ((count = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                // The disk works on the chunk while this one does.
                var write = file.WriteAsync(buffer.AsMemory(0, count), cancellation).AsTask();
                digest.AppendData(buffer, 0, count);
                await write.ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
