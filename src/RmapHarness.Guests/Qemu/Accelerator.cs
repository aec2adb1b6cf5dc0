namespace RmapHarness.Guests.Qemu;

/// <summary>An accelerator of QEMU.</summary>
/// <param name="Name">What <see cref="GuestFacts.Accelerator"/> calls it.</param>
/// <param name="Argument">QEMU's -accel.</param>
/// <param name="Cpu">QEMU's -cpu.</param>
internal sealed record Accelerator(string Name, string Argument, string Cpu)
{
    /// <summary>The processor's own virtualization.</summary>
    public static Accelerator Kvm { get; } = new("kvm", "kvm", "host");

    /// <summary>Translation, with a host thread for each vCPU.</summary>
    public static Accelerator Tcg { get; } = new("tcg", "tcg,thread=multi", "max,-erms,-fsrm");
}
