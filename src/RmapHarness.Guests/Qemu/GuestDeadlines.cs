namespace RmapHarness.Guests.Qemu;

/// <summary>How long each part of a guest's life may take. Generous: they end hangs, they measure nothing.</summary>
/// <param name="Boot">From QEMU's start until the guest's SSH server listens.</param>
/// <param name="Connect">SSH's key exchange and login.</param>
/// <param name="Hello">The agent's start.</param>
/// <param name="Shutdown">Each of the steps of a shutdown: asked, terminated, killed.</param>
public sealed record GuestDeadlines(TimeSpan Boot, TimeSpan Connect, TimeSpan Hello, TimeSpan Shutdown)
{
    /// <summary>For a guest at the processor's own speed.</summary>
    public static GuestDeadlines Kvm { get; } =
        new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(3));

    /// <summary>For a translated guest, some ten to forty times slower, on a machine that has other work as well.</summary>
    public static GuestDeadlines Tcg { get; } =
        new(TimeSpan.FromSeconds(240), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(5));

    /// <summary>How long the trial of KVM may take where TCG can take over; a guest that KVM runs boots in a second or two.</summary>
    public static TimeSpan KvmTrial { get; } = TimeSpan.FromSeconds(20);
}
