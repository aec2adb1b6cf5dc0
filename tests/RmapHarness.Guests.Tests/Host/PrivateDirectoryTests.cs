using NUnit.Framework;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Tests.Host;

public sealed class PrivateDirectoryTests
{
    [Test]
    public void Nobody_else_can_enter_it_and_it_is_gone_after_use()
    {
        string path;
        using (var directory = PrivateDirectory.Create())
        {
            path = directory.Path;
            File.WriteAllText(directory.At("key"), "secret");
            Assert.That(
                File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            Assert.That(directory.At("ssh.0123456789abcdef").Length, Is.LessThan(108), "the longest path of a unix socket");
        }

        Assert.That(Directory.Exists(path), Is.False);
    }

    [Test]
    public void What_a_killed_harness_left_is_removed_and_what_is_in_use_is_not()
    {
        using var used = PrivateDirectory.Create();
        var left = Path.Combine(Path.GetDirectoryName(used.Path)!, "rmapharness-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "lock"), "");
        foreach (var path in new[] { left, used.Path })
            Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        using var next = PrivateDirectory.Create();
        Assert.That(Directory.Exists(left), Is.False);
        Assert.That(Directory.Exists(used.Path), Is.True);
    }
}
