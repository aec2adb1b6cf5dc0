using System.Buffers;
using System.Security.Cryptography;
using System.Text;

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
        await CopyAsync(source, long.MaxValue, file, digest, cancellation).ConfigureAwait(false);
        await file.WriteAsync(digest.GetHashAndReset(), cancellation).ConfigureAwait(false);
        await file.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Hands the stream to QEMU and checks it meanwhile.</summary>
    /// <param name="file">The file, at its begin.</param>
    /// <param name="key">What the snapshot must have been made from.</param>
    /// <param name="destination">QEMU's end.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>Whether it is what was written, and the whole of it.</returns>
    /// <exception cref="IOException">It cannot be read, or QEMU does not take it.</exception>
    public static async Task<bool> TryReadAsync(FileStream file, string key, Stream destination, CancellationToken cancellation)
    {
        if (file.Length < SHA256.HashSizeInBytes)
            return false;
        using var digest = Begin(key);
        await CopyAsync(file, file.Length - SHA256.HashSizeInBytes, destination, digest, cancellation).ConfigureAwait(false);
        var expected = new byte[SHA256.HashSizeInBytes];
        await file.ReadExactlyAsync(expected, cancellation).ConfigureAwait(false);
        return digest.GetHashAndReset().AsSpan().SequenceEqual(expected);
    }

    private static IncrementalHash Begin(string key)
    {
        var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(key + '\0'));
        return digest;
    }

    private static async Task CopyAsync(Stream source, long length, Stream destination, IncrementalHash digest, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (var left = length; left > 0;)
            {
                var count = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation).ConfigureAwait(false);
                if (count == 0)
                    return;
                left -= count;
                // The other end works on the chunk while this one does.
                var write = destination.WriteAsync(buffer.AsMemory(0, count), cancellation).AsTask();
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
