using NUnit.Framework;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Direct;

namespace RmapHarness.Guests.Tests.Direct;

/// <summary>A machine that ssh reaches: this one, through a server of its own.</summary>
[NonParallelizable]
public sealed class SshTargetTests
{
    private ThrowawaySshServer server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => server = await ThrowawaySshServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    [Test]
    public async Task It_says_what_it_changes_runs_puts_it_back_and_leaves_no_file()
    {
        var state = new HostState();
        var said = new Notes();
        await using (var guest = await DirectGuest.StartAsync("ssh:root@board", server.Configuration, said, CancellationToken.None))
        {
            state.AssertChanged();
            Assert.That(Directory.GetDirectories("/tmp", "rmapharness.*"), Is.Empty, "gone as soon as the agent runs");
            Assert.That(said.Text, Does.Contain("ssh:root@board: until it ends, the agent makes a cgroup"));
            Assert.That(guest.Facts.Kernel, Is.EqualTo("ssh:root@board"));
            var run = await guest.RunAsync([DirectJobs.Short], CancellationToken.None).SingleAsync();
            Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Completed, "")));
        }

        await state.AssertRestoredAsync(now: true);
        Assert.That(said.Text, Does.Not.Contain("restored"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_connection_that_is_cut_in_the_middle_of_a_run_is_a_lost_run_and_the_machine_is_as_it_was(bool forGood)
    {
        var state = new HostState();
        var said = new Notes();
        await using var own = await ThrowawaySshServer.StartAsync();
        await using (var guest = await DirectGuest.StartAsync("ssh:root@board", own.Configuration, said, CancellationToken.None))
        {
            var runs = guest.RunAsync([DirectJobs.Endless], CancellationToken.None).ToListAsync().AsTask();
            state.AssertChanged();
            own.CutConnections(forGood);
            Assert.That((await runs).Single().End, Is.EqualTo(RunEnd.Lost));
        }

        // What can be reached again is looked at again.
        await state.AssertRestoredAsync(now: !forGood);
        Assert.That(said.Text, Does.Not.Contain("NOT restored"));
        Assert.That(said.Text.Contains("whether the settings are restored cannot be seen", StringComparison.Ordinal), Is.EqualTo(forGood));
    }

    [Test]
    public async Task A_user_who_is_not_root_there_changes_nothing()
    {
        var state = new HostState();
        AssertRefused($"ssh:{ThrowawaySshServer.PlainUser}@board", "the user there is number 65534, and the agent needs root");
        await state.AssertRestoredAsync(now: true);
    }

    [Test]
    public void A_host_that_is_not_there_is_told() => AssertRefused("ssh:root@no-such-host.invalid", "no SSH connection");

    private void AssertRefused(string name, string message) => Assert.That(
        () => DirectGuest.StartAsync(name, server.Configuration, new Notes(), CancellationToken.None),
        Throws.TypeOf<TargetUnavailableException>().With.Message.Contains(message));
}
