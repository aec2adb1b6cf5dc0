using RmapHarness.Bench.Memory;
using RmapHarness.Guests.Host;

namespace RmapHarness.Bench;

/// <summary>
/// <c>./run.sh bench [--list | NAME…]</c>: takes the measures one after another and prints a line a figure. Status 0: all were taken,
/// whatever they are; 1: one could not be; 2: bad arguments; 130: interrupted.
/// </summary>
internal static class Driver
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["--list"])
        {
            foreach (var measure in AllMeasures.List)
                Console.WriteLine($"{measure.Name,-16} {measure.About}");
            return 0;
        }

        if (args is [MillionScenarios.WorkerArgument])
        {
            MillionScenarios.Work();
            return 0;
        }

        using var interruption = new Interruption();
        try
        {
            return await TakeAsync(AllMeasures.Named(args), interruption.Token);
        }
        catch (ArgumentException bad)
        {
            Console.Error.WriteLine($"error: {bad.Message}");
            return 2;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("interrupted");
            return 130;
        }
    }

    private static async Task<int> TakeAsync(IReadOnlyList<IMeasure> measures, CancellationToken cancellation)
    {
        var status = 0;
        foreach (var measure in measures)
        {
            cancellation.ThrowIfCancellationRequested();
            Console.Error.WriteLine($"bench: {measure.Name}: {measure.About}");
            try
            {
                foreach (var figure in await measure.RunAsync(new StandardError(measure.Name), cancellation))
                    Console.WriteLine(figure.Line(measure.Name));
            }
            catch (NotMeasuredException reason)
            {
                Console.WriteLine($"{measure.Name}: not measured: {reason.Message}");
                status = 1;
            }
        }

        return status;
    }

    private sealed class StandardError(string measure) : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine($"bench: {measure}: {value}");
    }
}
