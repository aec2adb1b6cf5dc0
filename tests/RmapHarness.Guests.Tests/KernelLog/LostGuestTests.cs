using NUnit.Framework;
using RmapHarness.Guests.KernelLog;

namespace RmapHarness.Guests.Tests.KernelLog;

public sealed class LostGuestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly Task Never = new TaskCompletionSource().Task;

    [Test]
    public async Task A_guest_without_any_sign_hangs() =>
        Assert.That(await LostGuest.ExplainAsync(() => null, Never, Never, Never, Patience), Is.EqualTo("silent hang"));

    [Test]
    public async Task The_agent_alone_may_end() =>
        Assert.That(await LostGuest.ExplainAsync(() => null, Never, Never, Task.CompletedTask, Patience), Is.EqualTo("the agent ended"));

    [Test]
    public async Task A_cut_connection_ends_the_agent_too() =>
        Assert.That(await LostGuest.ExplainAsync(() => null, Never, Task.CompletedTask, Task.CompletedTask, Patience), Is.EqualTo("SSH connection lost"));

    [Test]
    public async Task A_dead_QEMU_ends_everything() => Assert.That(
        await LostGuest.ExplainAsync(() => null, Task.CompletedTask, Task.CompletedTask, Task.CompletedTask, Patience), Is.EqualTo("QEMU died"));

    [Test]
    public async Task What_the_kernel_reports_is_the_cause_even_if_it_comes_last()
    {
        var asked = 0;
        var title = await LostGuest.ExplainAsync(
            () => ++asked < 4 ? null : "kernel BUG in f", Never, Task.CompletedTask, Task.CompletedTask, TimeSpan.FromSeconds(30));
        Assert.That(title, Is.EqualTo("kernel BUG in f"));
    }

    [Test]
    public async Task A_title_in_the_making_is_waited_for()
    {
        var asked = 0;
        var title = await LostGuest.ExplainAsync(
            () => ++asked < 3 ? "WARNING" : "WARNING in f", Never, Never, Never, TimeSpan.FromSeconds(30));
        Assert.That(title, Is.EqualTo("WARNING in f"));
    }
}
