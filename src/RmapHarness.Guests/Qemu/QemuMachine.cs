using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Qemu;

/// <summary>A QEMU process. Disposing ends it: asked over QMP, then by SIGTERM, then by SIGKILL.</summary>
internal sealed partial class QemuMachine : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess process;
    private readonly SerialLog serial;
    private readonly GuestDeadlines deadlines;
    private readonly string qmpPath;
    private QmpClient? qmp;

    private QemuMachine(ChildProcess process, SerialLog serial, GuestDeadlines deadlines, string qmpPath)
    {
        this.process = process;
        this.serial = serial;
        this.deadlines = deadlines;
        this.qmpPath = qmpPath;
    }

    /// <summary>QEMU's process number.</summary>
    public int ProcessId => process.Id;

    /// <summary>Completes when QEMU has ended; never fails.</summary>
    public Task Exited => process.Exited;

    /// <summary>The control connection. Only after <see cref="WaitUntilReadyAsync"/> or <see cref="ConnectAsync"/>.</summary>
    public QmpClient Qmp => qmp ?? throw new InvalidOperationException("the guest is not up");

    /// <summary>Starts QEMU, by its program and arguments.</summary>
    public static async Task<QemuMachine> StartAsync(
        IReadOnlyList<string> command, SerialLog serial, string qmpPath, GuestDeadlines deadlines)
    {
        var process = await ChildProcess.StartAsync(command[0], [.. command.Skip(1)]).ConfigureAwait(false);
        return new QemuMachine(process, serial, deadlines, qmpPath);
    }

    /// <summary>Waits until the guest's SSH server listens and QEMU can be controlled.</summary>
    /// <exception cref="TargetUnavailableException">QEMU ended, the kernel panicked, or the deadline passed; with the serial log's tail.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        var end = DateTime.UtcNow + deadline;
        while (!serial.IsReady())
        {
            if (process.Exited.IsCompleted)
            {
                await process.WaitAsync(deadlines.Shutdown, cancellation).ConfigureAwait(false);
                throw Failure(serial.Trouble() ?? $"QEMU ended with status {process.ExitCode}");
            }

            if (serial.IsOver())
                throw Failure(serial.Trouble()!);
            if (DateTime.UtcNow >= end)
                throw Failure($"the guest was not up within {deadline.TotalSeconds:0} s");
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }

        await ConnectAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits until QEMU can be controlled.</summary>
    /// <exception cref="TargetUnavailableException">QEMU ended, or does not answer.</exception>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connect = QmpClient.ConnectAsync(qmpPath, deadlines.Connect, over.Token);
        try
        {
            if (await Task.WhenAny(connect, process.Exited).ConfigureAwait(false) != connect)
            {
                await over.CancelAsync().ConfigureAwait(false);
                await process.WaitAsync(deadlines.Shutdown, cancellation).ConfigureAwait(false);
            }

            qmp = await connect.ConfigureAwait(false);
        }
        catch (QmpException failure)
        {
            throw Failure(failure.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failure($"QEMU ended with status {process.ExitCode}");
        }
    }

    /// <summary>The port of the loopback interface that leads to the guest's SSH server.</summary>
    /// <exception cref="TargetUnavailableException">QEMU does not tell.</exception>
    public async Task<int> GetSshPortAsync(CancellationToken cancellation)
    {
        try
        {
            // QMP has no command of its own for it.
            var said = await Qmp.ExecuteAsync(
                "human-monitor-command", new JsonObject { ["command-line"] = "info usernet" }, deadlines.Connect, cancellation).ConfigureAwait(false);
            return Forward().Match(said.ToString()) is { Success: true } match
                ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                : throw Failure($"QEMU names no forwarded port: {said}");
        }
        catch (QmpException failure)
        {
            throw Failure(failure.Message);
        }
    }

    /// <summary>The exception for a guest that cannot be had.</summary>
    public TargetUnavailableException Failure(string reason)
    {
        var detail = string.Join('\n', new[] { TextTail.Of(process.Errors), serial.Tail() }.Where(text => text.Length > 0));
        return new TargetUnavailableException($"the guest did not start: {reason} (serial log: {serial.Path})", detail);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (qmp is not null)
        {
            try
            {
                await qmp.ExecuteAsync("quit", null, deadlines.Shutdown, CancellationToken.None).ConfigureAwait(false);
                await process.WaitAsync(deadlines.Shutdown, CancellationToken.None).ConfigureAwait(false);
            }
            catch (QmpException)
            {
                // It hangs or has ended; the signals below see to it.
            }

            await qmp.DisposeAsync().ConfigureAwait(false);
        }

        if (!process.Exited.IsCompleted)
        {
            process.Terminate();
            await process.WaitAsync(deadlines.Shutdown, CancellationToken.None).ConfigureAwait(false);
        }

        await process.DisposeAsync().ConfigureAwait(false);
    }

    [GeneratedRegex(@"HOST_FORWARD\]\s+\S+\s+127\.0\.0\.1\s+(\d+)")]
    private static partial Regex Forward();
}
