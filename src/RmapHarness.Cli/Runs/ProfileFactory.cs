using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Runs;

/// <summary>Derives from a running kernel what the model needs to know of it.</summary>
internal static class ProfileFactory
{
    /// <summary>The profile of a kernel; what the request fixes goes before what the kernel says.</summary>
    /// <exception cref="TargetUnavailableException">The model knows no such kernel.</exception>
    public static KernelProfile Create(BootedKernel kernel, RunRequest request)
    {
        var facts = kernel.Guest.Facts;
        try
        {
            var version = KernelVersion.Parse(facts.Release);
            return new KernelProfile(
                version,
                ArchitectureOf(facts.Machine),
                Geometry.ForPageSize(facts.PageSize),
                request.Scheme ?? SchemeOf(kernel.Config),
                request.Sharing ?? KernelProfile.TrackerOf(version));
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
