using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Image;

/// <summary>Builds the guest agent from vm/agent; again only when its sources changed.</summary>
internal static class AgentBuild
{
    /// <summary>What make calls the program.</summary>
    public const string ProgramName = "agent";

    private const string Kind = "agents";
    private const int KeptBuilds = 8;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>The path of the agent for an architecture.</summary>
    /// <exception cref="TargetUnavailableException">It does not build; the detail has what make said.</exception>
    public static async Task<string> GetAsync(
        HarnessCache cache, Architecture architecture, IProgress<string> progress, CancellationToken cancellation)
    {
        var sources = Path.Combine(HarnessFiles.VmDirectory(), "agent");
        var compiler = CompilerFor(architecture);
        var hash = new ContentHash().Add(compiler);
        foreach (var file in Directory.EnumerateFiles(sources).Order(StringComparer.Ordinal))
            hash.Add(Path.GetFileName(file)).AddFile(file);
        var directory = await cache.GetAsync(
            Kind,
            hash.ToString(),
            async partial =>
            {
                progress.Report("building the guest agent");
                await Tool.RunAsync("make", ["-s", "-C", sources, $"OUT={partial}", $"CC={compiler}"], Deadline, cancellation).ConfigureAwait(false);
                if (!File.Exists(Path.Combine(partial, ProgramName)))
                    throw new TargetUnavailableException($"make -C {sources} built no {ProgramName}");
                cache.Prune(Kind, "", KeptBuilds - 1);
            },
            Deadline,
            cancellation).ConfigureAwait(false);
        return Path.Combine(directory, ProgramName);
    }

    private static string CompilerFor(Architecture architecture) =>
        architecture == HostArchitecture.Current ? "cc"
        : architecture == Architecture.Arm64 ? "aarch64-linux-gnu-gcc"
        : "x86_64-linux-gnu-gcc";
}
