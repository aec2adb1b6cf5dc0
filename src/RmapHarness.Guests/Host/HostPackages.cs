using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Host;

/// <summary>The packages that only some commands need: run.sh names them, and installs those that are missing.</summary>
internal static class HostPackages
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    /// <summary>What guests of an architecture need beyond those of this machine's own.</summary>
    /// <exception cref="TargetUnavailableException">Something is missing and cannot be installed; the detail has the list.</exception>
    public static Task EnsureAsync(Architecture architecture, IProgress<string> progress, CancellationToken cancellation) =>
        architecture == HostArchitecture.Current ? Task.CompletedTask : EnsureAsync(architecture.DebianName(), progress, cancellation);

    /// <summary>What a group of run.sh holds.</summary>
    /// <param name="group">A group that "run.sh install" knows.</param>
    /// <param name="progress">Told that it is being looked for.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">Something is missing and cannot be installed; the detail has the list.</exception>
    public static async Task EnsureAsync(string group, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report($"looking for the packages that {group} needs");
        var script = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "run.sh");
        await Tool.RunAsync(script, ["install", group], Deadline, cancellation).ConfigureAwait(false);
    }
}
