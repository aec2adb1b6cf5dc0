using System.CommandLine;
using System.Diagnostics;
using RmapHarness.Cli.Commands;

namespace RmapHarness.Cli.Tests;

/// <summary>What the program says of itself: help and completion.</summary>
public sealed class HelpTests
{
    private static IEnumerable<Command> Commands()
    {
        using var invocation = new Invocation();
        return [.. WithChildren(CommandLine.Root(invocation.Environment))];
    }

    private static IEnumerable<Command> WithChildren(Command command) => command.Subcommands.SelectMany(WithChildren).Prepend(command);

    [Test]
    public void Every_command_has_examples_that_parse()
    {
        var root = (RootCommand)Commands().First();
        foreach (var command in WithChildren(root))
        {
            var examples = HelpExamples.Of(command);
            Assert.That(examples, Is.Not.Empty, command.Name);
            foreach (var example in examples)
            {
                var words = example.Split('#')[0].Trim().TrimStart('.', ' ', '<', '(', '/').TrimEnd(')').Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.That(words[0], Is.EqualTo("run.sh"), example);
                var line = words[1..] is [] ? ["run"] : words[1..];
                Assert.That(root.Parse(line).Errors.Where(error => !error.Message.StartsWith("no patch ", StringComparison.Ordinal)), Is.Empty, example);
            }
        }
    }

    [Test]
    public void No_example_is_for_a_command_that_is_not_there() =>
        Assert.That(HelpExamples.Paths, Is.SubsetOf(Commands().Select(HelpExamples.PathOf)));

    [Test]
    public async Task Help_ends_with_the_examples()
    {
        using var invocation = new Invocation();
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "explain", "--help"), Is.Zero);
        Assert.That(invocation.Output, Does.Contain("--release").And.Contain("Examples:\n  ./run.sh explain rfc-4-kpagecount\n"));
    }

    [TestCase("./run.sh ", new[] { "run", "check", "new", "test", "--help" }, new[] { "list" })]
    [TestCase("./run.sh ch", new[] { "check" }, new[] { "run" })]
    [TestCase("./run.sh kernels ", new[] { "list", "fetch", "build" }, new[] { "run" })]
    [TestCase("./run.sh run --ke", new[] { "--kernel", "--kernels" }, new[] { "--cpus" })]
    [TestCase("./run.sh run --accel ", new[] { "auto", "kvm", "tcg" }, new[] { "--kernel" })]
    [TestCase("./run.sh run --kernel boo", new[] { "bookworm" }, new[] { "trixie" })]
    [TestCase("./run.sh explain fork-th", new[] { "fork-thp-whole" }, new[] { "thp-alloc" })]
    public async Task Bash_completes(string line, string[] offered, string[] others)
    {
        using var invocation = new Invocation();
        invocation.Add("fork-thp-whole", "thp-alloc");
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "completion", "bash"), Is.Zero, invocation.Error);

        var answers = await CompleteAsync(invocation.Output, line);

        Assert.That(offered, Is.SubsetOf(answers));
        Assert.That(answers.Intersect(others), Is.Empty);
    }

    // What bash itself does when the tabulator key is pressed.
    private static async Task<string[]> CompleteAsync(string script, string line)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync($"""
            set -u
            {script}
            COMP_WORDS=({line.TrimEnd()}{(line.EndsWith(' ') ? " ''" : "")})
            COMP_CWORD=$(({"$"}{"{"}#COMP_WORDS[@]{"}"} - 1))
            COMPREPLY=()
            _rmapharness
            printf '%s\n' {"\"${COMPREPLY[@]}\""}
            """);
        bash.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var output = await bash.StandardOutput.ReadToEndAsync(deadline.Token);
        Assert.That(await bash.StandardError.ReadToEndAsync(deadline.Token), Is.Empty);
        await bash.WaitForExitAsync(deadline.Token);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
