using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests;

/// <summary>What is known of a running kernel once its agent has said hello.</summary>
/// <param name="Kernel">The name it was asked for by: a catalogue name, an image path, or a target.</param>
/// <param name="Release">uname -r.</param>
/// <param name="Machine">uname -m: x86_64 or aarch64.</param>
/// <param name="PageSize">Base page size in bytes.</param>
/// <param name="PmdSize">Bytes of a PMD-sized THP; 0 if the kernel has no THP.</param>
/// <param name="Accelerator">kvm, tcg, or none for a kernel that is not in QEMU.</param>
public sealed record GuestFacts(string Kernel, string Release, string Machine, long PageSize, long PmdSize, string Accelerator)
{
    /// <summary>The kernel's settings: those that the agent holds, with their values before and meanwhile.</summary>
    public IReadOnlyList<AgentSetting> Settings { get; init; } = [];

    /// <summary>The settings and controllers that the agent looked for and this kernel does not have.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>What else the agent said of the kernel: by name, a word.</summary>
    public IReadOnlyDictionary<string, string> Features { get; init; } = new Dictionary<string, string>();

    /// <summary>What an agent's hello tells.</summary>
    internal static GuestFacts Of(string kernel, AgentHello hello, string accelerator) =>
        new(kernel, hello.Release, hello.Machine, hello.PageSize, hello.PmdSize, accelerator)
        {
            Settings = hello.Settings,
            Absent = hello.Absent,
            Features = hello.Features,
        };
}
