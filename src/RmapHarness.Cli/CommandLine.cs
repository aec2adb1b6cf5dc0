using System.CommandLine;
using RmapHarness.Cli.Commands;

namespace RmapHarness.Cli;

/// <summary>The program without its process: arguments in, status out.</summary>
public static class CommandLine
{
    /// <summary>Parses and executes.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="environment">Everything outside.</param>
    /// <param name="cancellation">Cancelled by the signal that stops the program.</param>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> arguments, CommandEnvironment environment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var root = Root(environment);
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
                await environment.Error.WriteLineAsync($"error: {error.Message}");
            return ExitStatus.Usage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            // Signals are the process' business: it cancels, and the command ends in its own time.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return await result.InvokeAsync(invocation, cancellation);
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Root(CommandEnvironment environment)
    {
        var root = new RootCommand("Checks Linux's reverse-mapping accounting against a model of it.")
        {
            RunCommand.Create(environment),
            NewCommand.Create(environment),
            CheckCommand.Create(environment),
            ExplainCommand.Create(environment),
            KernelsCommand.Create(environment),
            NightlyCommand.Create(environment),
            HistoryCommand.Create(environment),
            ReportCommand.Create(environment),
            FuzzCommand.Create(environment),
            ShrinkCommand.Create(environment),
            ReproduceCommand.Create(environment),
        };
        root.Add(CompletionCommand.Create(environment, root));
        ExampleHelp.AddTo(root);
        return root;
    }
}
