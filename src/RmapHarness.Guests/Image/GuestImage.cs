namespace RmapHarness.Guests.Image;

/// <summary>An initramfs, and what one needs to log in where it runs. The keys were made for this image alone.</summary>
/// <param name="Directory">The folder that holds it all.</param>
internal sealed record GuestImage(string Directory)
{
    /// <summary>The name that <see cref="KnownHosts"/> has the guest's key under.</summary>
    public const string HostAlias = "rmapharness-guest";

    /// <summary>The agent's path in the guest.</summary>
    public const string AgentPath = "/bin/" + AgentBuild.ProgramName;

    /// <summary>The archive for QEMU's -initrd.</summary>
    public string Initramfs => Path.Combine(Directory, "initramfs.cpio.gz");

    /// <summary>The private key that root in the guest accepts.</summary>
    public string ClientKey => Path.Combine(Directory, "client_key");

    /// <summary>OpenSSH's known_hosts with the guest's one host key.</summary>
    public string KnownHosts => Path.Combine(Directory, "known_hosts");
}
