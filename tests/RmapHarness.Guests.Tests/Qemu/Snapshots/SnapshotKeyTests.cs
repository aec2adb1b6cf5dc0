using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu.Snapshots;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu.Snapshots;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SnapshotKeyTests : IDisposable
{
    private static readonly string[] Arguments = ["-smp", "1", "-m", "1024M"];

    private readonly TemporaryFolder folder = new();
    private readonly string kernel;
    private readonly string qemu;

    public SnapshotKeyTests()
    {
        kernel = folder.Write("vmlinuz", "kernel");
        qemu = folder.Write("qemu", "program");
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_same_guest_has_the_same_key_which_begins_with_its_release()
    {
        Assert.That(Key(), Is.EqualTo(Key()).And.StartsWith("7.3.4-"));
    }

    [Test]
    public void Another_kernel_with_the_same_name_size_and_time_is_another_guest()
    {
        var before = Key();
        var time = File.GetLastWriteTimeUtc(kernel);
        File.WriteAllText(kernel, "lernek");
        File.SetLastWriteTimeUtc(kernel, time);
        Assert.That(Key(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Another_QEMU_in_the_same_place_is_another_guest()
    {
        var before = Key();
        File.SetLastWriteTimeUtc(qemu, DateTime.UtcNow.AddSeconds(1));
        Assert.That(Key(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Another_image_or_command_line_is_another_guest()
    {
        string[] keys = [Key(), KeyWithImage("/images/b"), Key("-smp", "2", "-m", "1024M"), Key("-smp", "1-m", "1024M"), Key("-smp", "1")];
        Assert.That(keys, Is.Unique);
    }

    private string Key(params string[] arguments) => Key("/images/a", arguments.Length > 0 ? arguments : Arguments);

    private string KeyWithImage(string image) => Key(image, Arguments);

    private string Key(string image, string[] arguments) => SnapshotKey.Of(
        new KernelImage("k", kernel, Architecture.X86_64, "7.3.4", null, null), new GuestImage(image), qemu, arguments);
}
