using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Tests.Host;

public sealed class ChildProcessTests
{
    [Test]
    public async Task Streams_and_status_are_the_programs()
    {
        await using var child = await ChildProcess.StartAsync("sh", ["-c", "read word; echo got $word; echo oops >&2; exit 7"]);
        await child.Input.WriteAsync("it\n"u8.ToArray());
        await child.Input.FlushAsync();
        using var output = new StreamReader(child.Output);
        Assert.That(await output.ReadToEndAsync(), Is.EqualTo("got it\n"));
        Assert.That(await child.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None), Is.True);
        Assert.That(child.ExitCode, Is.EqualTo(7));
        Assert.That(child.Errors, Is.EqualTo("oops\n"));
    }

    [Test]
    public async Task Arguments_are_not_read_by_a_shell()
    {
        var said = await Tool.RunAsync("printf", ["%s|", "a b", "$HOME", "`id`", "\"", ""], TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(said), Is.EqualTo("a b|$HOME|`id`|\"||"));
    }

    [Test]
    public async Task A_terminals_signals_do_not_reach_it()
    {
        await using var child = await ChildProcess.StartAsync("sleep", ["300"]);
        Assert.That(await Processes.UntilAsync(() => Processes.Session(child.Id) == child.Id), Is.True);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_ends_it_ends_its_children(bool gently)
    {
        int grandchild;
        await using (var child = await ChildProcess.StartAsync("sh", ["-c", "sleep 297 & echo $!; wait"]))
        {
            using var output = new StreamReader(child.Output);
            grandchild = int.Parse((await output.ReadLineAsync())!, CultureInfo.InvariantCulture);
            Assert.That(Processes.IsAlive(grandchild), Is.True);
            if (gently)
            {
                child.Terminate();
                await child.Exited.WaitAsync(TimeSpan.FromSeconds(30));
            }
        }

        Assert.That(await Processes.UntilAsync(() => !Processes.IsAlive(grandchild)), Is.True);
    }

    [Test]
    public async Task It_dies_with_a_harness_that_was_killed()
    {
        using var harness = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList = { typeof(ChildProcessTests).Assembly.Location },
        })!;
        var child = int.Parse((await harness.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        // Its guard has armed the death signal once it is what was asked for.
        Assert.That(await Processes.UntilAsync(() => Processes.Naming("sleep 300").Contains(child)), Is.True);
        harness.Kill();
        await harness.WaitForExitAsync();
        Assert.That(await Processes.UntilAsync(() => !Processes.IsAlive(child)), Is.True);
    }

    [TestCase("rmap-no-such-program", "rmap-no-such-program is not installed")]
    [TestCase("/nowhere/qemu-system-x86_64", "/nowhere/qemu-system-x86_64 is not installed (Debian package qemu-system-x86)")]
    public void A_missing_program_names_its_package(string program, string message) =>
        Assert.That(
            () => ChildProcess.StartAsync(program, []), Throws.TypeOf<TargetUnavailableException>().With.Message.EqualTo(message));

    [Test]
    public void A_tool_that_hangs_is_killed() =>
        Assert.That(
            () => Tool.RunAsync("sh", ["-c", "echo here >&2; sleep 299"], TimeSpan.FromSeconds(1), CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.EqualTo("sh did not end within 1 s"));

    [Test]
    public void A_tool_that_fails_says_why() =>
        Assert.That(
            () => Tool.RunAsync("sh", ["-c", "echo because >&2; exit 3"], TimeSpan.FromSeconds(30), CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>()
                .With.Message.EqualTo("sh ended with status 3").And.Property(nameof(TargetUnavailableException.Detail)).EqualTo("because"));

    [Test]
    public void A_cancelled_tool_is_cancelled_not_unavailable()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.That(
            () => Tool.RunAsync("sleep", ["298"], TimeSpan.FromMinutes(5), cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Processes.Naming("sleep 298"), Is.Empty);
    }
}
