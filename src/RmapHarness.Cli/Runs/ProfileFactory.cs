using System.Globalization;
using RmapHarness.Cli.Probing;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Runs;

/// <summary>Derives from a running kernel what the model needs to know of it.</summary>
internal static class ProfileFactory
{
    private const string MemoryController = "cgroup2:memory";

    /// <summary>What a kernel is by its behaviour; what the request fixes goes before that.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="request">May fix scheme and tracker.</param>
    /// <param name="knownIssues">Recorded findings.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">The model knows no such kernel.</exception>
    public static async Task<ProbedKernel> ProbeAsync(
        BootedKernel kernel, RunRequest request, IReadOnlyList<KnownIssue> knownIssues, CancellationToken cancellation)
    {
        var probed = await new KernelProber(kernel.Guest, Promised(kernel), knownIssues).ProbeAsync(cancellation);
        var profile = probed.Profile with { Scheme = request.Scheme ?? probed.Profile.Scheme, Tracker = request.Sharing ?? probed.Profile.Tracker };
        return probed with { Profile = profile };
    }

    private static KernelProfile Promised(BootedKernel kernel)
    {
        var facts = kernel.Guest.Facts;
        try
        {
            var version = KernelVersion.Parse(facts.Release);
            var profile = new KernelProfile(
                version,
                ArchitectureOf(facts.Machine),
                Geometry.ForPageSize(facts.PageSize),
                SchemeOf(kernel.Config),
                KernelProfile.TrackerOf(version))
            {
                HasMemoryController = !facts.Absent.Contains(MemoryController),
                IsQuiet = facts.Accelerator is "kvm" or "tcg",

                // Asynchronous protection came in 6.7 and needs them.
                HasUffdMarkers = version < new KernelVersion(6, 7) || facts.Features.GetValueOrDefault("userfaultfd_wp_async") != "no",
                HasNumaMaps = facts.Features.GetValueOrDefault("numa_maps") != "no",
            };
            return facts.Features.TryGetValue("pagemap_scan", out var scans)
                ? profile with { Scans = (ScanCategories)ulong.Parse(scans, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) }
                : profile;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            throw new TargetUnavailableException($"the model does not know a kernel like {facts.Release}: {exception.Message}", "", exception);
        }
    }

    private static AccountingScheme SchemeOf(KernelConfig? config) =>
        config?.Has("CONFIG_NO_PAGE_MAPCOUNT") == true ? AccountingScheme.NoPageMapcount : AccountingScheme.PageMapcount;

    private static Architecture ArchitectureOf(string machine) => machine switch
    {
        "x86_64" => Architecture.X86_64,
        "aarch64" => Architecture.Arm64,
        _ => throw new FormatException($"its machine is '{machine}'"),
    };
}
