namespace RmapHarness.Guests.Ssh;

/// <summary>Where an SSH server is and how it and we are known.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="User">Whom to log in as.</param>
/// <param name="ClientKey">The private key's file.</param>
/// <param name="KnownHosts">A known_hosts file with the one key that the server may have.</param>
/// <param name="HostKeyAlias">The name that the file has the key under.</param>
internal sealed record OpenSshEndpoint(string Host, int Port, string User, string ClientKey, string KnownHosts, string HostKeyAlias);
