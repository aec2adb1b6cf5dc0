using System.Text;
using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Image;

public sealed class CpioWriterTests
{
    [Test]
    public async Task Another_cpio_reads_what_is_written()
    {
        using var folder = new TemporaryFolder();
        await using (var archive = File.Create(folder.At("archive")))
        {
            var writer = new CpioWriter(archive);
            writer.Folder("root", 0b111_000_000);
            for (var length = 0; length <= 5; length++)
                writer.File($"a/b/{new string('f', length + 1)}", 0b110_100_000, Enumerable.Repeat((byte)'x', length).ToArray());
            writer.Device("dev/console", 0b110_000_000, 5, 1);
            writer.Finish();
        }

        // The device node needs root; the listing does not.
        var listing = Encoding.ASCII.GetString(await RunAsync(folder, "busybox cpio -tv <archive"));
        Assert.That(
            listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0] + " " + line.Split(' ')[^1]),
            Is.EqualTo(new[]
            {
                "drwx------ root", "drwxr-xr-x a", "drwxr-xr-x a/b", "-rw-r----- a/b/f", "-rw-r----- a/b/ff", "-rw-r----- a/b/fff",
                "-rw-r----- a/b/ffff", "-rw-r----- a/b/fffff", "-rw-r----- a/b/ffffff", "drwxr-xr-x dev", "crw------- dev/console",
            }));
        await RunAsync(folder, "mkdir out; cd out; busybox cpio -id 'a/*' <../archive");
        for (var length = 0; length <= 5; length++)
            Assert.That(File.ReadAllText(folder.At($"out/a/b/{new string('f', length + 1)}")), Is.EqualTo(new string('x', length)));
    }

    [Test]
    public void Every_part_begins_at_a_multiple_of_four()
    {
        using var archive = new MemoryStream();
        var writer = new CpioWriter(archive);
        writer.File("x", 0, "12345"u8);
        var written = archive.Length;
        writer.Finish();
        Assert.That(written % 4, Is.Zero);
        Assert.That(archive.Length % 4, Is.Zero);
    }

    private static Task<byte[]> RunAsync(TemporaryFolder folder, string line) =>
        Tool.RunAsync("sh", ["-c", $"cd '{folder.Path}' && {line}"], TimeSpan.FromSeconds(30), CancellationToken.None);
}
