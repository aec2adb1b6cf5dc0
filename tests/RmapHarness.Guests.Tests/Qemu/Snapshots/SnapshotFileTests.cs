using NUnit.Framework;
using RmapHarness.Guests.Qemu.Snapshots;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu.Snapshots;

public sealed class SnapshotFileTests
{
    private const string Key = "7.3.4-0123456789abcdef";

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3 << 20)]
    public async Task It_begins_with_what_was_written(int length)
    {
        var (intact, state) = await WriteAndReadAsync(length, Key, bytes => bytes);
        Assert.That(intact, Is.True);
        Assert.That(state, Is.EqualTo(State(length)));
    }

    [TestCase(0)]
    [TestCase(1_500_000)]
    [TestCase(2_000_001)]
    public async Task A_flipped_bit_is_seen(int position)
    {
        var (intact, _) = await WriteAndReadAsync(2_000_000, Key, bytes =>
        {
            bytes[position] ^= 1;
            return bytes;
        });
        Assert.That(intact, Is.False);
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(32)]
    [TestCase(1_000_000)]
    [TestCase(2_000_031)]
    public async Task A_file_that_was_cut_is_seen(int length)
    {
        var (intact, _) = await WriteAndReadAsync(2_000_000, Key, bytes => bytes[..length]);
        Assert.That(intact, Is.False);
    }

    [Test]
    public async Task A_snapshot_of_something_else_is_seen()
    {
        var (intact, _) = await WriteAndReadAsync(1000, "7.3.4-fedcba9876543210", bytes => bytes);
        Assert.That(intact, Is.False);
    }

    private static byte[] State(int length)
    {
        var state = new byte[length];
        new Random(1).NextBytes(state);
        return state;
    }

    private static async Task<(bool Intact, byte[] State)> WriteAndReadAsync(int length, string readKey, Func<byte[], byte[]> damage)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("snapshot");
        await using (var file = new FileStream(path, FileMode.CreateNew))
            await SnapshotFile.WriteAsync(file, Key, new MemoryStream(State(length)), CancellationToken.None);
        await File.WriteAllBytesAsync(path, damage(await File.ReadAllBytesAsync(path)));
        using var reading = File.OpenHandle(path);
        var intact = SnapshotFile.IsIntact(reading, readKey);
        return (intact, (await File.ReadAllBytesAsync(path))[..Math.Min(length, (int)RandomAccess.GetLength(reading))]);
    }
}
