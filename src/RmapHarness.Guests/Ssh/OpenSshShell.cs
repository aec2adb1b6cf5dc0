using System.Globalization;
using System.Text;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Ssh;

/// <summary>
/// One connection of OpenSSH's client, shared by all commands. To a guest, its configuration is its own: the user's and the machine's
/// ssh settings, agents and known hosts play no part. To a machine of the user's, it is the user's.
/// </summary>
internal sealed class OpenSshShell : IRemoteShell
{
    private const string Alias = "guest";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(3);

    private readonly ChildProcess master;
    private readonly IReadOnlyList<string> destination;

    private OpenSshShell(ChildProcess master, IReadOnlyList<string> destination)
    {
        this.master = master;
        this.destination = destination;
    }

    /// <summary>Completes when the connection has ended; never fails.</summary>
    public Task Exited => master.Exited;

    /// <summary>Connects and logs in.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="directory">A folder for the connection's files; nobody else must be able to enter it.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">The server does not answer in time, is another one, or does not let us in.</exception>
    public static async Task<OpenSshShell> ConnectAsync(
        OpenSshEndpoint endpoint, PrivateDirectory directory, TimeSpan deadline, CancellationToken cancellation)
    {
        var configuration = directory.At("ssh_config");
        var control = directory.At("ssh");
        await File.WriteAllTextAsync(configuration, Configuration(endpoint, control, deadline), cancellation).ConfigureAwait(false);
        return await ConnectAsync(["-F", configuration, Alias], control, deadline, cancellation).ConfigureAwait(false);
    }

    /// <summary>Connects to a machine as the user's own configuration says. Nothing is asked: a key or an agent must do.</summary>
    /// <param name="host">USER@HOST, or another name that the configuration knows; no option.</param>
    /// <param name="configuration">A configuration file instead of the user's and the machine's; null: theirs.</param>
    /// <param name="directory">A folder for the connection's files; nobody else must be able to enter it.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">The server does not answer in time, is another one, or does not let us in.</exception>
    public static Task<OpenSshShell> ConnectAsUserAsync(
        string host, string? configuration, PrivateDirectory directory, TimeSpan deadline, CancellationToken cancellation)
    {
        var control = directory.At("ssh");
        string[] options =
        [
            "BatchMode=yes", "ControlMaster=no", $"ControlPath={control}", "ControlPersist=no", "ClearAllForwardings=yes", "ForwardAgent=no",
            "ForwardX11=no", "RequestTTY=no", "RemoteCommand=none", "PermitLocalCommand=no", "EscapeChar=none", "LogLevel=ERROR",
            "ServerAliveInterval=15", "ServerAliveCountMax=4",
        ];
        string[] destination =
            [.. configuration is null ? Array.Empty<string>() : ["-F", configuration], .. options.SelectMany(option => new[] { "-o", option }), "--", host];
        return ConnectAsync(destination, control, deadline, cancellation);
    }

    private static async Task<OpenSshShell> ConnectAsync(
        IReadOnlyList<string> destination, string control, TimeSpan deadline, CancellationToken cancellation)
    {
        var master = await ChildProcess.StartAsync("ssh", ["-M", "-N", .. destination]).ConfigureAwait(false);
        try
        {
            var end = DateTime.UtcNow + deadline;
            // The client makes its control socket once it is logged in.
            while (!File.Exists(control))
            {
                if (master.Exited.IsCompleted)
                {
                    await master.WaitAsync(deadline, cancellation).ConfigureAwait(false);
                    throw new TargetUnavailableException($"no SSH connection: ssh ended with status {master.ExitCode}", master.Errors);
                }

                if (DateTime.UtcNow >= end)
                    throw new TargetUnavailableException($"no SSH connection within {deadline.TotalSeconds:0} s", master.Errors);
                await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
            }

            return new OpenSshShell(master, destination);
        }
        catch
        {
            await master.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteCommand> StartAsync(string command) =>
        new(await ChildProcess.StartAsync("ssh", [.. destination, command]).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<string> RunAsync(string command, TimeSpan deadline, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await Tool.RunAsync("ssh", [.. destination, command], deadline, cancellation).ConfigureAwait(false));

    /// <summary>Ends the connection at once, and with it the streams of all commands.</summary>
    public void Abort() => master.Kill();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => master.DisposeAsync();

    private static string Configuration(OpenSshEndpoint endpoint, string control, TimeSpan deadline) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Host {Alias}
          HostName {endpoint.Host}
          Port {endpoint.Port}
          User {endpoint.User}
          IdentityFile "{endpoint.ClientKey}"
          IdentitiesOnly yes
          IdentityAgent none
          PreferredAuthentications publickey
          BatchMode yes
          HostKeyAlias {endpoint.HostKeyAlias}
          UserKnownHostsFile "{endpoint.KnownHosts}"
          GlobalKnownHostsFile none
          StrictHostKeyChecking yes
          KexAlgorithms ecdh-sha2-nistp256
          UpdateHostKeys no
          ControlPath "{control}"
          ConnectTimeout {deadline.TotalSeconds:0}
          ServerAliveInterval 30
          ServerAliveCountMax 10
          ClearAllForwardings yes
          ForwardAgent no
          ForwardX11 no
          RequestTTY no
          EscapeChar none
          Compression no
          LogLevel ERROR

        """);
}
