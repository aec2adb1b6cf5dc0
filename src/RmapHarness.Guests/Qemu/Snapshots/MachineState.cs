using System.Net.Sockets;
using System.Text.Json.Nodes;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Qemu.Snapshots;

/// <summary>Takes the state of a machine out of QEMU and puts it in, as QEMU's migration does, over a unix socket.</summary>
/// <param name="machine">The machine.</param>
/// <param name="directory">Where the socket is.</param>
/// <param name="deadline">How long each way may take.</param>
internal sealed class MachineState(QemuMachine machine, PrivateDirectory directory, TimeSpan deadline)
{
    private const long Unlimited = 1L << 40;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private string SocketPath => SocketIn(directory);

    /// <summary>QEMU's arguments for a machine that waits for its state.</summary>
    public static IReadOnlyList<string> IncomingArguments(PrivateDirectory directory) => ["-S", "-incoming", $"unix:{SocketIn(directory)}"];

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

    /// <summary>Reads the state into a machine that waits for it, and lets it run.</summary>
    /// <exception cref="IOException">QEMU does not take it, or it is not what was written.</exception>
    /// <exception cref="QmpException">QEMU refuses, or takes too long.</exception>
    public async Task LoadAsync(FileStream file, string key, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket);
            await using (stream.ConfigureAwait(false))
            {
                if (!await SnapshotFile.TryReadAsync(file, key, stream, limit.Token).ConfigureAwait(false))
                    throw new IOException("it is not what was written");
            }

            while (await StatusAsync(limit.Token).ConfigureAwait(false) == "inmigrate")
                await Task.Delay(PollInterval, limit.Token).ConfigureAwait(false);
            await ExecuteAsync("cont", null, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new QmpException($"QEMU did not take its state within {deadline.TotalSeconds:0} s");
        }
        catch (SocketException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    private static string SocketIn(PrivateDirectory directory) => directory.At("state");

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
