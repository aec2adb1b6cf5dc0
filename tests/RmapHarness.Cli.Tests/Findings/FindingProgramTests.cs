using System.Diagnostics;
using System.Globalization;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Cli.Tests.Findings;

/// <summary>
/// The C programs of the findings' pages, as a reader of the mail would compile and run them: each shows its finding on the kernels that
/// known-issues.yaml names, and on no other.
/// </summary>
/// <param name="kernel">The kernel.</param>
[TestFixtureSource(nameof(Kernels))]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class FindingProgramTests(string kernel)
{
    private const int Shown = 1;
    private const int NotShown = 0;
    private const int NotTried = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    // PAGEMAP_SCAN, and with it asynchronous write protection, came in 6.7.
    private static readonly KernelVersion Scanning = new(6, 7);

    private readonly string directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
    private BootedKernel booted = null!;
    private KernelProfile profile = null!;

    // Names of further kernels may stand in the environment: somebody has found something, and wants to know since when.
    private static IEnumerable<string> Kernels =>
        Environment.GetEnvironmentVariable("RMAPHARNESS_FINDINGS_ON")?.Split(',') ?? ["bookworm", "trixie-backports"];

    private static IEnumerable<string> Ids => FindingPage.All.Select(page => page.Issue.Id);

    [OneTimeSetUp]
    public async Task BootAsync()
    {
        var progress = new Progress<string>(TestContext.Progress.WriteLine);
        booted = await new QemuTarget().StartAsync(new GuestRequest(kernel, AcceleratorChoice.Auto, new GuestShape { NumaNodes = 2 }), progress, CancellationToken.None);
        profile = (await ProfileFactory.ProbeAsync(booted, new RunRequest { Kernels = [kernel] }, [.. FindingPage.All.Select(page => page.Issue)], CancellationToken.None)).Profile;
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (booted is not null)
            await booted.Guest.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [TestCaseSource(nameof(Ids))]
    public async Task A_program_shows_its_finding_where_the_kernel_has_it(string id)
    {
        var program = FindingPage.All.Single(page => page.Issue.Id == id).Program;
        // One program may show two findings; a kernel may have one of them.
        var mayShow = FindingPage.All.Any(page => page.Program == program && page.Issue.Kernels.Contains(profile));
        var expected = Lacking().Any(word => program.Contains(word, StringComparison.Ordinal)) ? NotTried : mayShow ? Shown : NotShown;

        var (status, output) = await ExecuteAsync(await CompileAsync(id, program));

        Assert.That(status, Is.EqualTo(expected), output);
        Assert.That(output, status == NotTried ? Is.Empty : Is.Not.Empty);
    }

    // What programs call that the kernel does not have, by words in them.
    private IEnumerable<string> Lacking()
    {
        var features = booted.Guest.Facts.Features;
        // These guests have no such page in one piece.
        yield return "hugepages-1048576kB";
        if (profile.Version < Scanning)
            yield return "PAGEMAP_SCAN";
        if (features.GetValueOrDefault("userfaultfd_wp") == "no")
            yield return "UFFDIO_WRITEPROTECT";
        if (features.GetValueOrDefault("userfaultfd_wp_async") == "no")
            yield return "UFFD_FEATURE_WP_ASYNC";
        if (features.GetValueOrDefault("second_node") == "no")
            yield return "SYS_move_pages";
    }

    private async Task<byte[]> CompileAsync(string id, string program)
    {
        var source = Path.Combine(directory, $"{id}.c");
        var binary = Path.Combine(directory, id);
        await File.WriteAllTextAsync(source, program);
        var name = profile.Architecture == Architecture.Arm64 ? "aarch64-linux-gnu-gcc" : "gcc";
        using var compiler = Process.Start(new ProcessStartInfo(name, ["-O2", "-static", "-Wall", "-Wextra", "-Werror", "-s", "-o", binary, source]) { RedirectStandardError = true })!;
        var errors = await compiler.StandardError.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        Assert.That((compiler.ExitCode, errors), Is.EqualTo((0, "")));
        return await File.ReadAllBytesAsync(binary);
    }

    // Two that swap would need different kernels; a swap area is there for all of them.
    private async Task<(int Status, string Output)> ExecuteAsync(byte[] binary)
    {
        const string Area = "/dev/disk/by-label/rmapharness";
        await using var shell = await ((QemuGuest)booted.Guest).Shell.StartAsync(
            $"cat >/tmp/finding && chmod +x /tmp/finding && {{ swapon {Area} 2>/dev/null; /tmp/finding; echo status $?; swapoff {Area} 2>/dev/null; }}; rm /tmp/finding");
        await shell.Input.WriteAsync(binary);
        shell.Input.Close();
        using var reader = new StreamReader(shell.Output);
        var output = await reader.ReadToEndAsync().WaitAsync(Deadline);
        var at = output.LastIndexOf("status ", StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThanOrEqualTo(0), output);
        return (int.Parse(output[(at + "status ".Length)..], CultureInfo.InvariantCulture), output[..at]);
    }
}
