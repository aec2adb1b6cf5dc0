using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mono.Unix.Native;

namespace RmapHarness.Guests.Host;

/// <summary>
/// A program that cannot outlive this process, however that ends, and that no Ctrl-C of the terminal reaches: only this process
/// decides when it ends. Disposing kills what is left of it.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptErrorCharacters = 16384;

    // The shell closes the gap before the death signal is armed: an orphan sees another parent and ends.
    private const string Guard = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly Task errorPump;

    private ChildProcess(Process process)
    {
        this.process = process;
        Exited = process.WaitForExitAsync();
        errorPump = PumpErrorsAsync();
    }

    /// <summary>The process number.</summary>
    public int Id => process.Id;

    /// <summary>Completes when the program has ended; never fails.</summary>
    public Task Exited { get; }

    /// <summary>The exit status (128 + signal for a signal). Only after <see cref="Exited"/>.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Its standard input.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>Its standard output.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Starts a program.</summary>
    /// <param name="program">A path, or a name to be looked up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="TargetUnavailableException">The program is not here; the message names the package that has it.</exception>
    public static async Task<ChildProcess> StartAsync(string program, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var path = HostTools.Find(program);
        var start = new ProcessStartInfo(HostTools.Find("setsid"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] words =
        [
            HostTools.Find("setpriv"), "--pdeathsig", "KILL",
            "/bin/sh", "-c", Guard, Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            path, .. arguments,
        ];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        return new ChildProcess(await ChildStarter.RunAsync(() => Process.Start(start)!).ConfigureAwait(false));
    }

    /// <summary>The last of what it has said on standard error, at most 16 Ki characters.</summary>
    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    /// <summary>Waits for the program's end and for the last of <see cref="Errors"/>.</summary>
    /// <returns>False if the deadline passed first.</returns>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="cancellation">Stops the waiting; the program goes on.</param>
    public async Task<bool> WaitAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(Exited, errorPump).WaitAsync(deadline, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return Exited.IsCompleted;
        }
    }

    /// <summary>Asks it and its descendants to end (SIGTERM). No error if it has ended.</summary>
    public void Terminate() => Signal(Signum.SIGTERM);

    /// <summary>Ends it and its descendants at once (SIGKILL). No error if it has ended.</summary>
    public void Kill() => Signal(Signum.SIGKILL);

    /// <summary>Kills the program if it has not ended, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            // Not for the end of its output: another process may have been handed that.
            await Exited.WaitAsync(KillDeadline).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Stuck in the kernel; it ends when it leaves that.
        }

        process.Dispose();
    }

    private void Signal(Signum signal)
    {
        if (Exited.IsCompleted)
            return;
        // It leads a process group of its own, but for the moment before setsid has made that.
        if (Syscall.kill(-process.Id, signal) != 0)
            _ = Syscall.kill(process.Id, signal);
    }

    private async Task PumpErrorsAsync()
    {
        var buffer = new char[1024];
        try
        {
            int count;
            while ((count = await process.StandardError.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                lock (errors)
                {
                    errors.Append(buffer, 0, count);
                    if (errors.Length > KeptErrorCharacters)
                        errors.Remove(0, errors.Length - KeptErrorCharacters);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe went away with the process.
        }
    }
}
