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

    [Test]
    public async Task A_program_is_asked_again_when_it_is_another_one()
    {
        var directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
        try
        {
            var cache = new HarnessCache(Path.Combine(directory, "cache"));
            var program = Path.Combine(directory, "program");
            File.Copy(HostTools.Find("dropbear"), program);
            Assert.That(await SharedLibraries.OfAsync(cache, program, CancellationToken.None), Has.Some.Contains("libc.so"));
            File.WriteAllText(Directory.EnumerateFiles(cache.Root, "list", SearchOption.AllDirectories).Single(), "/lib/kept.so\n");
            Assert.That(await SharedLibraries.OfAsync(cache, program, CancellationToken.None), Is.EqualTo(new[] { "/lib/kept.so" }));
            File.Copy(HostTools.Find("busybox"), program, overwrite: true);
            Assert.That(await SharedLibraries.OfAsync(cache, program, CancellationToken.None), Is.Empty, "it is static");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
