using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Tests.Host;
using RmapHarness.Testing;

namespace RmapHarness.Guests.Tests.Direct;

/// <summary>An SSH server on this machine, with users and keys of its own: its mount namespace has another /etc/passwd.</summary>
internal sealed class ThrowawaySshServer : IAsyncDisposable
{
    /// <summary>A user there who is not root.</summary>
    public const string PlainUser = "plain";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private ChildProcess? server;

    private ThrowawaySshServer()
    {
    }

    /// <summary>A configuration for ssh that has the server under the name <c>board</c>.</summary>
    public string Configuration => folder.At("config");

    public static async Task<ThrowawaySshServer> StartAsync()
    {
        Assert.That(Environment.UserName, Is.EqualTo("root"), "these tests mount over /etc/passwd in a namespace of their own and must run as root");
        await MountNamespace.IgnoreWithoutAsync();
        var made = new ThrowawaySshServer();
        try
        {
            await made.ServeAsync();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends all connections at once.</summary>
    /// <param name="forGood">There will be no new one either.</param>
    public void CutConnections(bool forGood)
    {
        var connections = Processes.ChildrenOf(server!.Id);
        Assert.That(connections, Is.Not.Empty);
        if (forGood)
            server.Kill();
        foreach (var connection in connections)
            Assert.That(Mono.Unix.Native.Syscall.kill(connection, Mono.Unix.Native.Signum.SIGKILL), Is.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        // Each user reads the keys under their own name.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        await Tool.RunAsync("dropbearkey", ["-t", "ed25519", "-f", folder.At("host_key")], Deadline, CancellationToken.None);
        await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder.At("client_key")], Deadline, CancellationToken.None);
        foreach (var user in new[] { "root", PlainUser })
        {
            Directory.CreateDirectory(folder.At($"{user}/.ssh"));
            File.Copy(folder.At("client_key.pub"), folder.At($"{user}/.ssh/authorized_keys"));
        }

        folder.Write("passwd", $"root:x:0:0::{folder.At("root")}:/bin/sh\n{PlainUser}:x:65534:65534::{folder.At(PlainUser)}:/bin/sh\n");
        await Tool.RunAsync("chown", ["-R", "65534:65534", folder.At(PlainUser)], Deadline, CancellationToken.None);
        var port = FreePort();
        folder.Write(
            "config",
            $"""
            Host board
              HostName 127.0.0.1
              Port {port}
              User root
              IdentityFile {folder.At("client_key")}
              IdentitiesOnly yes
              StrictHostKeyChecking no
              UserKnownHostsFile /dev/null

            """);
        server = await ChildProcess.StartAsync(
            "unshare",
            [
                "--mount", "/bin/sh", "-c", "mount --bind \"$0\"/passwd /etc/passwd && exec \"$1\" -F -E -s -p \"$2\" -r \"$0\"/host_key -P \"$0\"/pid",
                folder.Path, HostTools.Find("dropbear"), $"127.0.0.1:{port}",
            ]);
        Assert.That(await Processes.UntilAsync(() => CanConnect(port) || server.Exited.IsCompleted), Is.True);
        Assert.That(server.Exited.IsCompleted, Is.False, server.Errors);
    }

    private static bool CanConnect(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
