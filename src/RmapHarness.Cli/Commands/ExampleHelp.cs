using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RmapHarness.Cli.Commands;

/// <summary><c>--help</c> with examples at its end.</summary>
internal sealed class ExampleHelp : SynchronousCommandLineAction
{
    private readonly HelpAction help;

    private ExampleHelp(HelpAction help) => this.help = help;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a program's help the examples.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction action)
                option.Action = new ExampleHelp(action);
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var status = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in HelpExamples.Of(command))
            output.WriteLine($"  {example}");
        return status;
    }
}
