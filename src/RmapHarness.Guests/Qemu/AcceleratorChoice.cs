namespace RmapHarness.Guests.Qemu;

/// <summary>What executes the guest's instructions.</summary>
public enum AcceleratorChoice
{
    /// <summary>KVM if a guest really boots with it, TCG otherwise.</summary>
    Auto,

    /// <summary>KVM or nothing.</summary>
    Kvm,

    /// <summary>QEMU's translator: slow, works everywhere.</summary>
    Tcg,
}
