using System.Diagnostics;
using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

/// <summary>vm/build-kernel.sh with a source tree that builds in no time: its image is its one source file.</summary>
public sealed class BuildScriptTests
{
    private const string Makefile = """
        allnoconfig:
        	grep -v '^CONFIG_GONE' $(KCONFIG_ALLCONFIG) > $(O)/.config
        bzImage:
        	mkdir -p $(O)/arch/x86/boot
        	echo built >> $(O)/log
        	cat code > $(O)/arch/x86/boot/bzImage

        """;

    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private const string First = "--- a/code\n+++ b/code\n@@ -1 +1 @@\n-one\n+two\n";
    private const string Second = "From: me\nSubject: [PATCH 2/2] more\n\n---\n code | 2 +-\n\n--- a/code\n+++ b/code\n@@ -1 +1 @@\n-two\n+three\n-- \n2.39.5\n";

    [Test]
    public async Task Patches_apply_in_order_and_another_build_takes_them_back()
    {
        using var folder = Source();
        var first = folder.Write("first.patch", First);
        var second = folder.Write("second.patch", Second);
        Assert.That(await BuildAsync(folder, "--patch", first, "--patch", second), Is.EqualTo("three\n"));
        Assert.That(await BuildAsync(folder, "--patch", first), Is.EqualTo("two\n"));
        Assert.That(await BuildAsync(folder), Is.EqualTo("one\n"));
        Assert.That(await File.ReadAllTextAsync(folder.At("linux/code")), Is.EqualTo("one\n"), "the source is as it was");
        Assert.That((await File.ReadAllLinesAsync(folder.At("work/objects/log"))).Length, Is.EqualTo(3), "the objects were kept");
    }

    [Test]
    public async Task A_patch_that_does_not_apply_is_shown_as_git_shows_it_and_the_next_build_works()
    {
        using var folder = Source();
        var second = folder.Write("second.patch", Second);
        Assert.That(
            () => BuildAsync(folder, "--patch", second),
            Throws.TypeOf<TargetUnavailableException>().With.Property(nameof(TargetUnavailableException.ToolStatus)).EqualTo(65).And.Property(nameof(TargetUnavailableException.Detail)).Contains("error: patch failed: code:1"));
        Assert.That(await BuildAsync(folder), Is.EqualTo("one\n"));
    }

    [Test]
    public async Task An_option_that_is_dropped_is_an_error_and_the_last_word_counts()
    {
        using var folder = Source();
        Assert.That(
            () => BuildAsync(folder, "--set", "CONFIG_GONE=y"),
            Throws.TypeOf<TargetUnavailableException>().With.Property(nameof(TargetUnavailableException.ToolStatus)).EqualTo(65).And.Property(nameof(TargetUnavailableException.Detail)).Contains("CONFIG_GONE=y became n"));
        Assert.That(await BuildAsync(folder, "--set", "CONFIG_GONE=y", "--set", "CONFIG_GONE=n"), Is.EqualTo("one\n"));
    }

    [Test]
    public async Task Nothing_that_make_has_started_outlives_the_script_even_if_it_ignores_signals()
    {
        using var unshare = Process.Start("unshare", ["--pid", "--fork", "true"]);
        await unshare.WaitForExitAsync().WaitAsync(Ample);
        if (unshare.ExitCode != 0)
            Assert.Ignore("no namespace of processes may be made here");
        using var folder = Source();
        folder.Write("linux/Makefile", Makefile[..Makefile.IndexOf("bzImage", StringComparison.Ordinal)] + "bzImage:\n\tsh -c 'trap \"\" TERM; tail -f $(CURDIR)/code'\n");
        var watched = folder.At("work/linux/code");
        using var script = Process.Start(
            Path.Combine(HarnessFiles.VmDirectory(), "build-kernel.sh"),
            [folder.At("linux"), folder.At("work"), "x86_64", "test", folder.Path, "--fragment", folder.At("fragment")]);
        Assert.That(await Processes.UntilAsync(() => Processes.Naming(watched).Count > 0), Is.True, "the build comes to its long step");
        script.Kill();
        await script.WaitForExitAsync().WaitAsync(Ample);
        Assert.That(await Processes.UntilAsync(() => Processes.Naming(watched).Count == 0), Is.True);
    }

    private static TemporaryFolder Source()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("linux"));
        folder.Write("linux/Makefile", Makefile);
        folder.Write("linux/code", "one\n");
        folder.Write("fragment", "CONFIG_SMP=y\n");
        return folder;
    }

    private static async Task<string> BuildAsync(TemporaryFolder folder, params string[] options)
    {
        var output = Directory.CreateDirectory(folder.At("out")).FullName;
        await Tool.RunAsync(
            Path.Combine(HarnessFiles.VmDirectory(), "build-kernel.sh"),
            [folder.At("linux"), folder.At("work"), "x86_64", "test", output, "--fragment", folder.At("fragment"), .. options],
            TimeSpan.FromMinutes(1),
            CancellationToken.None);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(output, "config")), Does.Contain("CONFIG_SMP=y"));
        return await File.ReadAllTextAsync(Path.Combine(output, "vmlinuz"));
    }
}
