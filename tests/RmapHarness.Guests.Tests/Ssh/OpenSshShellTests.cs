using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Ssh;
using RmapHarness.Testing;

namespace RmapHarness.Guests.Tests.Ssh;

[Category("Guest")]
public sealed class OpenSshShellTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Streams_carry_any_byte_both_ways()
    {
        var guest = await SharedGuests.GetAsync("bookworm");
        await using var cat = await guest.Shell.StartAsync("head -c 4096");
        var sent = Enumerable.Range(0, 4096).Select(value => (byte)value).ToArray();
        await cat.Input.WriteAsync(sent);
        await cat.Input.FlushAsync();
        using var received = new MemoryStream();
        await cat.Output.CopyToAsync(received).WaitAsync(Deadline);
        Assert.That(received.ToArray(), Is.EqualTo(sent));
    }

    [Test]
    public async Task A_command_that_fails_says_why()
    {
        var guest = await SharedGuests.GetAsync("bookworm");
        Assert.That(
            () => guest.Shell.RunAsync("echo because >&2; exit 4", Deadline, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>()
                .With.Message.EqualTo("ssh ended with status 4").And.Property(nameof(TargetUnavailableException.Detail)).Contains("because"));
    }

    [Test]
    public async Task A_guest_with_another_host_key_is_refused()
    {
        var guest = await SharedGuests.GetAsync("bookworm");
        var other = await SharedGuests.GetAsync("trixie-backports");
        using var directory = PrivateDirectory.Create();
        Assert.That(
            () => OpenSshShell.ConnectAsync(guest.Endpoint with { KnownHosts = other.Endpoint.KnownHosts }, directory, Deadline, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Property(nameof(TargetUnavailableException.Detail)).Contains("Host key verification failed"));
    }

    [Test]
    public async Task Another_client_key_is_refused()
    {
        var guest = await SharedGuests.GetAsync("bookworm");
        var other = await SharedGuests.GetAsync("trixie-backports");
        using var directory = PrivateDirectory.Create();
        Assert.That(
            () => OpenSshShell.ConnectAsync(guest.Endpoint with { ClientKey = other.Endpoint.ClientKey }, directory, Deadline, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Property(nameof(TargetUnavailableException.Detail)).Contains("Permission denied (publickey)."));
    }

    [Test]
    public void A_port_that_is_closed_and_one_that_is_silent_are_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var directory = PrivateDirectory.Create();
        var endpoint = new OpenSshEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "root", "/nowhere", "/nowhere", "nobody");
        Assert.That(
            () => OpenSshShell.ConnectAsync(endpoint, directory, TimeSpan.FromSeconds(1), CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.StartsWith("no SSH connection"));
        listener.Stop();
        Assert.That(
            () => OpenSshShell.ConnectAsync(endpoint, directory, Deadline, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Property(nameof(TargetUnavailableException.Detail)).Contains("Connection refused"));
    }
}
