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
    // The Neoverse N1 has all three page sizes, which the older Cortex cores have not. With "max" a 7.3 boots in 2.6 to 3 times the processor
    // time (6.3 s against 2.3 s, QEMU 7.2), most of it for pointer authentication: with pauth-impdef=on it is 1.25 times.
    private static readonly QemuPlatform Arm64 = new("qemu-system-aarch64", "virt", "neoverse-n1", "ttyAMA0", []);

    // With cx16 (the slab allocator's cmpxchg16b), 16 of 66 boots of Debian's 6.12 died of a corrupted free list or of impossible EFLAGS, whatever the
    // CPU model, machine and threads; without it 0 of 26 (QEMU 7.2, a machine at many times its load).
    // no_timer_check: timer_irq_works() counts ticks while the TSC runs on, which QEMU misses where the host is overloaded: "IO-APIC + timer doesn't work!".
    private static readonly QemuPlatform X86 = new("qemu-system-x86_64", "q35", "max,-erms,-fsrm,-cx16", "ttyS0", ["no_timer_check"]);

    /// <summary>The machine of an architecture.</summary>
    public static QemuPlatform For(Architecture architecture) => architecture == Architecture.Arm64 ? Arm64 : X86;
}
