using NUnit.Framework;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu;

public sealed class SerialLogTests
{
    [TestCase("[    1.0] Kernel panic - not syncing: VFS: no root\r\n", "kernel panic: VFS: no root")]
    [TestCase("ok\n[   12.345678] BUG: kernel NULL pointer dereference\n[ 12.4] Kernel panic - x\n", "NULL pointer dereference")]
    [TestCase("[    3.1] ------------[ cut here ]------------\n[    3.1] WARNING: CPU: 0 PID: 1 at mm/rmap.c:1\n", "WARNING")]
    [TestCase("[    3.1] kernel BUG at mm/huge_memory.c:1!\n", "kernel BUG")]
    [TestCase("rmapharness: failed: no network device\n", "rmapharness: failed: no network device")]
    [TestCase("[ 0.1] WARNING: at boot\nrmapharness: ready\n[ 9.0] WARNING: in a run\n[ 9.0] Kernel panic - x\n", "WARNING")]
    [TestCase("[ 0.1] WARNING: at boot\nrmapharness: ready\n", null)]
    [TestCase("[    0.1] x86/cpu: a message about a WARNING: inside a line\n", null)]
    [TestCase("", null)]
    public void Trouble_is_seen(string log, string? trouble)
    {
        using var folder = new TemporaryFolder();
        Assert.That(new SerialLog(folder.Write("log", log)).Trouble(), Is.EqualTo(trouble));
    }

    [TestCase("[    1.0] Kernel panic - not syncing: VFS: no root\r\n", true)]
    [TestCase("rmapharness: failed: no network device\n", true)]
    [TestCase("[    3.1] WARNING: CPU: 0 PID: 1 at mm/rmap.c:1\n", false)]
    public void A_warning_is_not_the_end(string log, bool isOver)
    {
        using var folder = new TemporaryFolder();
        Assert.That(new SerialLog(folder.Write("log", log)).IsOver(), Is.EqualTo(isOver));
    }

    [Test]
    public void The_tail_is_short_and_clean()
    {
        using var folder = new TemporaryFolder();
        var log = string.Concat(Enumerable.Range(1, 40).Select(line => $"\u001b[2Jline {line}\u0007\r\n"));
        Assert.That(
            new SerialLog(folder.Write("log", log)).Tail(), Is.EqualTo(string.Join('\n', Enumerable.Range(16, 25).Select(line => $"line {line}"))));
    }

    [Test]
    public void A_guest_that_has_said_nothing_has_no_log_yet()
    {
        using var folder = new TemporaryFolder();
        var log = new SerialLog(folder.At("none"));
        Assert.That((log.IsReady(), log.Trouble(), log.Tail()), Is.EqualTo((false, (string?)null, "")));
    }
}
