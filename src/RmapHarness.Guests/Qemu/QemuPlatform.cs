using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Qemu;

/// <summary>What QEMU calls the machine of an architecture.</summary>
/// <param name="Program">Its program.</param>
/// <param name="Machine">Its -machine.</param>
/// <param name="TranslatedCpu">Its -cpu where it translates.</param>
/// <param name="Console">The kernel's name for the serial line.</param>
/// <param name="TranslatedArguments">What the kernel's command line has more where QEMU translates.</param>
internal sealed record QemuPlatform(string Program, string Machine, string TranslatedCpu, string Console, IReadOnlyList<string> TranslatedArguments)
{
    // Security modules are asked at each open, pressure stalls are counted at each switch of tasks and have files in each cgroup: 4 % of the time of
    // scenarios/situations, and nothing of what is compared.
    private static readonly string[] Cheap = ["lsm=", "psi=0"];

    // The Neoverse N1 has all three page sizes, which the older Cortex cores have not. With "max" a 7.3 boots in 2.6 to 3 times the processor
    // time (6.3 s against 2.3 s, QEMU 7.2), most of it for pointer authentication: with pauth-impdef=on it is 1.25 times.
    private static readonly QemuPlatform Arm64 = new("qemu-system-aarch64", "virt", "neoverse-n1", "ttyAMA0", Cheap);

    // With cx16 (the slab allocator's cmpxchg16b), 16 of 66 boots of Debian's 6.12 died of a corrupted free list or of impossible EFLAGS, whatever the
    // CPU model, machine and threads; without it 0 of 26 (QEMU 7.2, a machine at many times its load).
    // What a kernel does not use need not be emulated: page tables of five levels, an end of a translation block at both ends of each copy to or from
    // user space (smap), and wide registers to be saved at each switch of tasks (avx, mpx). All together save a tenth of the time of scenarios/situations.
    // no_timer_check: timer_irq_works() counts ticks while the TSC runs on, which QEMU misses where the host is overloaded: "IO-APIC + timer doesn't work!".
    private static readonly QemuPlatform X86 = new("qemu-system-x86_64", "q35", "max,-erms,-fsrm,-cx16,-la57,-smap,-avx,-avx2,-mpx", "ttyS0", [.. Cheap, "no_timer_check"]);

    /// <summary>The machine of an architecture.</summary>
    public static QemuPlatform For(Architecture architecture) => architecture == Architecture.Arm64 ? Arm64 : X86;
}
