using System.Globalization;
using System.Text;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Ssh;

/// <summary>
/// One connection of OpenSSH's client, shared by all commands. Its configuration is its own: the user's and the machine's ssh
/// settings, agents and known hosts play no part.
/// </summary>
internal sealed class OpenSshShell : IRemoteShell
{
    private const string Alias = "guest";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly ChildProcess master;
    private readonly string configuration;

    private OpenSshShell(ChildProcess master, string configuration)
    {
        this.master = master;
        this.configuration = configuration;
    }

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
        var master = await ChildProcess.StartAsync("ssh", ["-F", configuration, "-M", "-N", Alias]).ConfigureAwait(false);
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

            return new OpenSshShell(master, configuration);
        }
        catch
        {
            await master.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteCommand> StartAsync(string command) =>
        new(await ChildProcess.StartAsync("ssh", ["-F", configuration, Alias, command]).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<string> RunAsync(string command, TimeSpan deadline, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await Tool.RunAsync("ssh", ["-F", configuration, Alias, command], deadline, cancellation).ConfigureAwait(false));

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
