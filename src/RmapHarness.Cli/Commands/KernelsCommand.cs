using System.CommandLine;
using RmapHarness.Guests;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Cli.Commands;

/// <summary><c>kernels</c>: the kernels that have names.</summary>
internal static class KernelsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment) => new("kernels", "List, fetch and build kernels.")
    {
        List(environment),
        Fetch(environment),
        KernelsBuildCommand.Create(environment),
    };

    /// <summary>Reports a kernel that cannot be had, or not as it was asked for.</summary>
    /// <returns>The status to end with.</returns>
    public static int Fail(CommandEnvironment environment, Exception failure)
    {
        FailureText.Write(environment.Error, failure);
        return failure is TargetUnavailableException ? ExitStatus.Unavailable : ExitStatus.Usage;
    }

    private static Command List(CommandEnvironment environment)
    {
        var command = new Command("list", "List the kernels that --kernel knows: the catalogue, what Debian's backports have, what was built.");
        command.SetAction(async (_, cancellation) =>
        {
            var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
            var listing = new KernelListing(KernelCatalogue.Load(), HarnessCache.OfUser());
            IReadOnlyList<KernelEntry> indexed = [];
            try
            {
                indexed = await new KernelIndex(HarnessCache.OfUser()).GetAsync(progress, cancellation);
            }
            catch (TargetUnavailableException failure)
            {
                // The rest of the list is true without it.
                progress.Report($"without the kernels of Debian's index: {failure.Message}");
            }

            progress.Clear();
            foreach (var line in listing.Lines(indexed))
                environment.Output.WriteLine(line);
            return ExitStatus.Good;
        });
        return command;
    }

    private static Command Fetch(CommandEnvironment environment)
    {
        var names = new Argument<string[]>("NAME") { Description = "Kernels to fetch. None: the whole catalogue.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("fetch", "Fetch kernels into the cache.") { names };
        command.SetAction(async (result, cancellation) =>
        {
            var catalogue = KernelCatalogue.Load();
            var source = new KernelSource(catalogue, HarnessCache.OfUser());
            var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
            var wanted = result.GetValue(names) is { Length: > 0 } some ? some : [.. catalogue.Entries.Select(entry => entry.Name)];
            try
            {
                // All names before the first fetch.
                foreach (var name in wanted)
                    await source.FindAsync(name, null, progress, cancellation);
                foreach (var name in wanted)
                {
                    var kernel = await source.ResolveAsync(name, progress, cancellation);
                    progress.Clear();
                    await environment.Output.WriteLineAsync($"{name} {kernel.Release}");
                }
            }
            catch (Exception failure) when (failure is UnknownKernelException or TargetUnavailableException)
            {
                progress.Clear();
                return Fail(environment, failure);
            }

            return ExitStatus.Good;
        });
        return command;
    }
}
