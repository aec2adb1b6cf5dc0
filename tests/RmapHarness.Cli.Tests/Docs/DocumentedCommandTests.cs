using System.Diagnostics;
using System.Text.RegularExpressions;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;

namespace RmapHarness.Cli.Tests.Docs;

/// <summary>Every command in README and docs/ is executed, and what the pages show for it is what it says.</summary>
[NonParallelizable]
public sealed class DocumentedCommandTests
{
    private const string RunSh = "./run.sh";
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;

    /// <summary>A small scenario in the place of the whole library, which LibraryTests runs.</summary>
    private const string Small = "zero-small-read";

    /// <summary>Commands that are only parsed, each with what executes the same elsewhere, or why nothing can.</summary>
    private static readonly Dictionary<string, string> ParsedOnly = new()
    {
        ["kernels build"] = "a build takes minutes; the tests of kernel builds do it with a tree of their own",
        ["run --target"] = "the tests of targets run the agent on this machine and over a real SSH server",
        ["fuzz"] = "goes on for minutes; the tests of fuzz run it",
        ["shrink"] = "needs a mismatch; the tests of shrink have one",
        ["nightly"] = "runs a plan of kernels; the tests of nightly run small ones",
        ["history"] = "needs the database of a nightly run, as its tests have",
        ["report"] = "needs the results of a run, as its tests have",
        ["run fork-thp-whole --kernels all"] = "fetches every kernel that there is",
        ["run --kernel ~"] = "an image of the reader's own",
    };

    private string directory = "";
    private string before = "";

    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md"))
            .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> ListedCommands =>
        Pages.SelectMany(page => DocumentedCommand.Listed(Read(page))).Select(command => command.Line).Distinct();

    [SetUp]
    public void EnterADirectory()
    {
        before = Environment.CurrentDirectory;
        directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
        Environment.CurrentDirectory = directory;
    }

    [TearDown]
    public void LeaveIt()
    {
        Environment.CurrentDirectory = before;
        Directory.Delete(directory, recursive: true);
    }

    [TestCaseSource(nameof(Pages))]
    public async Task What_a_page_shows_is_what_its_commands_say(string page)
    {
        var text = Read(page);
        var steps = DocumentedCommand.Files(text).Select(file => (file.Place, Do: (Func<Task>)(() => File.WriteAllTextAsync(file.Name, file.Text))))
            .Concat(DocumentedCommand.Shells(text).Select(shell => (shell.Place, Do: (Func<Task>)(() => ShowAsync(shell.Command)))));
        foreach (var (_, execute) in steps.OrderBy(step => step.Place))
            await execute();
    }

    [TestCaseSource(nameof(ListedCommands))]
    public async Task A_command_of_a_list_does_what_it_is_listed_for(string line)
    {
        var words = Words(line);
        if (words is ["test" or "bench" or "install", ..])
        {
            Assert.That(File.ReadAllText(Path.Combine(Root, "run.sh")), Does.Match($@"(?m)^{words[0]}\)$"), "run.sh does it itself");
            return;
        }

        if (ParsedOnly.Keys.Any(start => string.Join(' ', words).StartsWith(start, StringComparison.Ordinal)))
        {
            using var invocation = new Invocation();
            var errors = CommandLine.Root(invocation.Environment).Parse(words).Errors.Select(error => error.Message);
            Assert.That(errors.Where(error => !error.StartsWith("no patch ", StringComparison.Ordinal)), Is.Empty);
            return;
        }

        if (words is not ["new", ..])
            await InvokeAsync(["new", "mine"]);
        var (status, output) = await InvokeAsync(words is ["run", ..] && !NamesScenario(words) ? [.. words, Small] : words);
        Assert.That(status, Is.Zero, output);
    }

    [Test]
    public async Task The_picture_of_the_tutorial_is_what_explain_draws()
    {
        var file = DocumentedCommand.Files(Read("docs/tutorial.md")).Single();
        await File.WriteAllTextAsync(file.Name, file.Text.Replace("dontned", "dontneed", StringComparison.Ordinal));
        await InvokeAsync(["explain", file.Name, "--picture", "drawn.svg"]);

        Assert.That(await File.ReadAllTextAsync("drawn.svg"), Is.EqualTo(Read("docs/drops-a-quarter.svg")));
    }

    [TestCaseSource(nameof(Pages))]
    public void Every_link_leads_to_a_file(string page)
    {
        var directoryOfPage = Path.GetDirectoryName(Path.Combine(Root, page))!;
        foreach (Match link in Regex.Matches(Read(page), @"\]\((?!https?:)([^)#]+)"))
            Assert.That(Path.Exists(Path.Combine(directoryOfPage, link.Groups[1].Value)), $"{page}: {link.Groups[1].Value}");
    }

    [TestCase("a\nb\n", "a\nb")]
    [TestCase("a\nx\ny\nb", "a\n…\nb")]
    [TestCase("a b   c", "a …")]
    [TestCase("s pass 12 7", "s  pass  99  3")]
    [TestCase("on 7.3.4+deb13-cloud-amd64", "on 6.1.0-50-cloud-amd64")]
    public void Shown_output_that_agrees(string actual, string shown) => Assert.That(ShownOutput.Problem(shown.Split('\n'), actual), Is.Null);

    [TestCase("a\nb", "a")]
    [TestCase("a", "a\nb")]
    [TestCase("a\nx\nb", "a\nb")]
    [TestCase("s fail 12 7", "s pass 12 7")]
    [TestCase("a\nx", "a\n…\nb")]
    public void Shown_output_that_does_not_agree(string actual, string shown) => Assert.That(ShownOutput.Problem(shown.Split('\n'), actual), Is.Not.Null);

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    private static bool NamesScenario(string[] words) =>
        words.Skip(1).Where((word, i) => !word.StartsWith("--", StringComparison.Ordinal) && !words[i].StartsWith("--", StringComparison.Ordinal)).Any();

    private static async Task ShowAsync(DocumentedCommand command)
    {
        var (status, output) = command.Line.StartsWith(RunSh, StringComparison.Ordinal)
            ? await InvokeAsync(Words(command.Line))
            : await ShellAsync(command.Line);
        Assert.That(status, Is.EqualTo(command.Status), $"{command.Line}\n{output}");
        Assert.That(ShownOutput.Problem(command.Shown, output), Is.Null, command.Line);
    }

    private static string[] Words(string line) => line[RunSh.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : ["run"];

    private static async Task<(int Status, string Output)> InvokeAsync(string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CommandEnvironment { Output = output, Error = error, Root = Root, Target = new QemuTarget(), Predict = Simulation.Run };
        var status = await CommandLine.InvokeAsync(words, environment, CancellationToken.None);
        return (status, $"{output}{(status == ExitStatus.Usage ? error.ToString() : "")}");
    }

    private static async Task<(int Status, string Output)> ShellAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var output = await shell.StandardOutput.ReadToEndAsync(deadline.Token);
        await shell.WaitForExitAsync(deadline.Token);
        return (shell.ExitCode, output);
    }
}
