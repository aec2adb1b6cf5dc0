using RmapHarness.Cli.Runs;
using RmapHarness.Guests.Kernels;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Commands;

/// <summary>The kernels that a request means, found before anything is booted.</summary>
internal static class KernelsOfRequest
{
    /// <summary>Finds them; what is wrong is added to the errors.</summary>
    /// <returns>The kernels that can run, and those of "all" that cannot be had any more.</returns>
    public static async Task<(IReadOnlyList<string> Kernels, IReadOnlyList<KernelGap> Gone)> FindAsync(
        CommandEnvironment environment, RunRequest request, List<string> errors, IProgress<string> progress, CancellationToken cancellation)
    {
        var found = new List<string>();
        var gone = new List<KernelGap>();
        foreach (var kernel in request.Kernels.DefaultIfEmpty<string?>(null))
        {
            try
            {
                if (kernel == RunOptions.All)
                {
                    var all = await environment.Target.FindAllAsync(request.Architecture, progress, cancellation);
                    found.AddRange(all.Names);
                    gone.AddRange(all.Gone.Select(pair => new KernelGap(pair.Key, pair.Value)));
                }
                else
                {
                    found.Add(await environment.Target.FindAsync(kernel, request.Architecture, progress, cancellation));
                }
            }
            catch (UnknownKernelException exception)
            {
                errors.Add($"error: {exception.Message}");
            }
        }

        return ([.. found.Distinct()], gone);
    }
}
