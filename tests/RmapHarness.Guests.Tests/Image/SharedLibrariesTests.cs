using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;

namespace RmapHarness.Guests.Tests.Image;

public sealed class SharedLibrariesTests
{
    [Test]
    public void Libraries_and_loader_are_found() =>
        Assert.That(
            SharedLibraries.Parse(
                "\tlinux-vdso.so.1 (0x00007f)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f)\n"),
            Is.EqualTo(new[] { "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2" }));

    [Test]
    public void A_missing_library_is_told() =>
        Assert.That(
            () => SharedLibraries.Parse("\tlibz.so.1 => not found\n"),
            Throws.TypeOf<TargetUnavailableException>().With.Message.EqualTo("the library libz.so.1 is not installed"));

    [Test]
    public async Task A_program_of_this_machine_has_a_C_library() =>
        Assert.That(
            await SharedLibraries.OfAsync(HostTools.Find("dropbear"), CancellationToken.None), Has.Some.Contains("libc.so"));
}
