namespace RmapHarness.Guests.Agent;

/// <summary>What the agent says of its kernel and of itself before its first run.</summary>
/// <param name="Release">uname -r.</param>
/// <param name="Machine">uname -m: x86_64 or aarch64.</param>
/// <param name="PageSize">Base page size in bytes, a power of two.</param>
/// <param name="PmdSize">Bytes of a PMD-sized THP; 0 if the kernel has no THP.</param>
/// <param name="Settings">The kernel settings that the agent holds, in the order in which it made them.</param>
/// <param name="Absent">Settings that this kernel does not have.</param>
/// <param name="Features">What else it says of the kernel: by name, a word.</param>
public sealed record AgentHello(
    string Release,
    string Machine,
    long PageSize,
    long PmdSize,
    IReadOnlyList<AgentSetting> Settings,
    IReadOnlyList<string> Absent,
    IReadOnlyDictionary<string, string> Features);
