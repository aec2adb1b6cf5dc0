using System.CommandLine;
using RmapHarness.Cli.Completion;

namespace RmapHarness.Cli.Commands;

/// <summary><c>completion</c>: prints what a shell needs to complete command lines.</summary>
internal static class CompletionCommand
{
    /// <summary>The command.</summary>
    /// <param name="environment">Where to print.</param>
    /// <param name="root">All commands, this one included once it has been added.</param>
    public static Command Create(CommandEnvironment environment, RootCommand root)
    {
        var bash = new Command("bash", "Print completion for bash; the shell reads it with: . <(./run.sh completion bash)");
        bash.SetAction(_ =>
        {
            environment.Output.Write(new BashCompletion(root, environment.Root).Script());
            return ExitStatus.Good;
        });
        return new Command("completion", "Print completion for a shell.") { bash };
    }
}
