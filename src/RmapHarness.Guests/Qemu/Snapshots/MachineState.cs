using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Qemu.Snapshots;

/// <summary>Takes the state of a machine out of QEMU, over a unix socket, and puts it in, from a file, as QEMU's migration does.</summary>
/// <param name="machine">The machine.</param>
/// <param name="directory">Where the socket to take it out is.</param>
/// <param name="deadline">How long each way may take.</param>
internal sealed class MachineState(QemuMachine machine, PrivateDirectory directory, TimeSpan deadline)
{
    // A shell knows descriptors of one digit.
    private const int Descriptor = 9;
    private const long Unlimited = 1L << 40;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private string SocketPath => directory.At("state");

    /// <summary>The command line of a QEMU that takes its state from a file, opened anew through this process: it may have no name any more.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="file">The file, which must stay open until QEMU has its state.</param>
    public static IReadOnlyList<string> Incoming(IReadOnlyList<string> command, SafeFileHandle file) =>
    [
        "/bin/sh", "-c", $"exec \"$@\" {Descriptor}<\"$0\"", $"/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}",
        .. command, "-S", "-incoming", $"fd:{Descriptor}",
    ];

    /// <summary>Writes the state of a running machine, which stands still meanwhile and goes on after it.</summary>
    /// <exception cref="IOException">The state cannot be written.</exception>
    /// <exception cref="QmpException">QEMU refuses, or takes too long.</exception>
    public async Task SaveAsync(FileStream file, string key, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        await ExecuteAsync("stop", null, limit.Token).ConfigureAwait(false);
        try
        {
            await ExecuteAsync("migrate-set-parameters", new JsonObject { ["max-bandwidth"] = Unlimited }, limit.Token).ConfigureAwait(false);
            await ExecuteAsync("migrate", new JsonObject { ["uri"] = $"unix:{SocketPath}" }, limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(await listener.AcceptAsync(limit.Token).ConfigureAwait(false), ownsSocket: true);
            await using (stream.ConfigureAwait(false))
                await SnapshotFile.WriteAsync(file, key, stream, limit.Token).ConfigureAwait(false);
            await WaitForMigrationAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new QmpException($"QEMU did not give its state within {deadline.TotalSeconds:0} s");
        }
        finally
        {
            File.Delete(SocketPath);
            await ResumeAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a machine has read its state, and lets it run.</summary>
    /// <exception cref="QmpException">QEMU refuses, ended, or takes too long.</exception>
    public async Task ResumeLoadedAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        try
        {
            while (await StatusAsync(limit.Token).ConfigureAwait(false) == "inmigrate")
                await Task.Delay(PollInterval, limit.Token).ConfigureAwait(false);
            await ExecuteAsync("cont", null, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new QmpException($"QEMU did not take its state within {deadline.TotalSeconds:0} s");
        }
    }

    // A migration that has just failed is still on its way out.
    private async Task ResumeAsync(CancellationToken cancellation)
    {
        var end = DateTime.UtcNow + deadline;
        while (true)
        {
            try
            {
                await ExecuteAsync("cont", null, cancellation).ConfigureAwait(false);
                return;
            }
            catch (QmpException) when (DateTime.UtcNow < end)
            {
                await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitForMigrationAsync(CancellationToken limit)
    {
        while (true)
        {
            var status = (string?)(await ExecuteAsync("query-migrate", null, limit).ConfigureAwait(false))["status"];
            if (status == "completed")
                return;
            if (status is "failed" or "cancelled")
                throw new IOException($"QEMU's migration {status}");
            await Task.Delay(PollInterval, limit).ConfigureAwait(false);
        }
    }

    private async Task<string?> StatusAsync(CancellationToken limit) =>
        (string?)(await ExecuteAsync("query-status", null, limit).ConfigureAwait(false))["status"];

    private Task<JsonNode> ExecuteAsync(string command, JsonObject? arguments, CancellationToken limit) =>
        machine.Qmp.ExecuteAsync(command, arguments, deadline, limit);
}
