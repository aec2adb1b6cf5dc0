using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests;
using RmapHarness.Guests.Host;

namespace RmapHarness.Cli;

/// <summary>The program: wires the rooms and the terminal together.</summary>
internal static class EntryPoint
{
    private static async Task<int> Main(string[] args)
    {
        using var interruption = new Interruption();
        try
        {
            return await CommandLine.InvokeAsync(args, Environs(), interruption.Token);
        }
        catch (Exception failure) when (failure is TargetUnavailableException or FormatException)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            if (failure is TargetUnavailableException { Detail.Length: > 0 } unavailable)
                Console.Error.WriteLine(unavailable.Detail);
            return ExitStatus.Unavailable;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("interrupted");
            return ExitStatus.Interrupted;
        }
    }

    private static CommandEnvironment Environs() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Columns = Console.IsErrorRedirected ? 80 : Console.WindowWidth,
        NoColor = Environment.GetEnvironmentVariable("NO_COLOR"),
        Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!,
        Target = new AnyTarget(new QemuTarget(), new DirectKernelTarget()),
        Predict = Simulation.Run,
    };
}
