namespace RmapHarness.Guests.Qemu;

/// <summary>An accelerator of QEMU.</summary>
/// <param name="Name">What <see cref="GuestFacts.Accelerator"/> calls it.</param>
/// <param name="Argument">QEMU's -accel.</param>
internal sealed record Accelerator(string Name, string Argument)
{
    /// <summary>The processor's own virtualization.</summary>
    public static Accelerator Kvm { get; } = new("kvm", "kvm");

    /// <summary>Translation, with a host thread for each vCPU.</summary>
    public static Accelerator Tcg { get; } = new("tcg", "tcg,thread=multi");
}
