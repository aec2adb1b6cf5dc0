using System.Runtime.InteropServices;
using RmapHarness.Cli;
using RmapHarness.Engine.Kernel;

using var interruption = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onHangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

return await CommandLine.InvokeAsync(
    args,
    new CommandEnvironment
    {
        Output = Console.Out,
        Error = Console.Error,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Columns = Console.IsErrorRedirected ? 80 : Console.WindowWidth,
        NoColor = Environment.GetEnvironmentVariable("NO_COLOR"),
        Root = RepositoryRoot.Find(),
        StartGuest = (_, _, _) => throw new RmapHarness.Guests.TargetUnavailableException("no guest yet"),
        Predict = Simulation.Run,
    },
    interruption.Token);

// The first signal lets the run end in order; the second ends the process as if there were no handler.
void Stop(PosixSignalContext context)
{
    context.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
