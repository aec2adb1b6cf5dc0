using System.Diagnostics;
using System.Text.RegularExpressions;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Tests.Docs;

/// <summary>Every command in README and docs/ is executed, and what the pages show for it is what it says.</summary>
[NonParallelizable]
public sealed class DocumentedCommandTests
{
    private const string RunSh = "./run.sh";
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;

    /// <summary>A small scenario in the place of the whole library, which LibraryTests runs.</summary>
    private const string Small = "zero-small-read";

    /// <summary>The page whose commands build on each other, for days: on kernels that exist in name only.</summary>
    private const string NightlyPage = "docs/nightly.md";

    /// <summary>Commands that are only parsed, each with why, and with the test that executes it in another form.</summary>
    private static readonly Dictionary<string, (string Reason, string File, string Test)> ParsedOnly = new()
    {
        ["kernels build page-mapcount --patch"] = (
            "the reader's own patches, and minutes", "RmapHarness.Guests.Tests/Kernels/BuildScriptTests.cs", "Patches_apply_in_order_and_another_build_takes_them_back"),
        ["run --target ssh:root@board"] = (
            "the reader's own board", "RmapHarness.Guests.Tests/Direct/SshTargetTests.cs", "It_says_what_it_changes_runs_puts_it_back_and_leaves_no_file"),
        ["shrink mine.yaml"] = (
            "a scenario that shows a mismatch is needed", "RmapHarness.Cli.Tests/Fuzzing/ShrinkTests.cs", "A_scenario_becomes_as_small_as_it_can_be_and_is_readable"),
        ["run --kernel ~"] = (
            "an image of the reader's own", "RmapHarness.Guests.Tests/Kernels/KernelSourceTests.cs", "An_image_comes_with_what_lies_beside_it"),
    };

    /// <summary>Commands that would fetch or boot every kernel; they are executed on kernels that exist in name only.</summary>
    private static readonly string[] OnFakeKernels = ["run fork-thp-whole --kernels all"];

    private string directory = "";
    private string before = "";

    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md"))
            .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> ListedCommands =>
        Pages.Where(page => page != NightlyPage).SelectMany(page => DocumentedCommand.Listed(Read(page))).Select(command => command.Line)
            .Concat(Findings.SelectMany(DocumentedCommand.Indented)).Distinct();

    public static IEnumerable<string> Sentences => Pages.SelectMany(page => DocumentedCommand.InSentences(Read(page))).Distinct();

    private static IEnumerable<string> Findings => Directory.EnumerateFiles(Path.Combine(Root, "docs", "findings"), "*.txt").Order(StringComparer.Ordinal).Select(File.ReadAllText);

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
            AssertIsOfScript(words[0]);
            return;
        }

        if (words.Contains("no-page-mapcount") && new KernelBuilds(HarnessCache.OfUser()).Find("no-page-mapcount") is null)
            Assert.Ignore("not built: continuous integration builds it first");
        var joined = string.Join(' ', words);
        if (ParsedOnly.Keys.Any(start => joined.StartsWith(start, StringComparison.Ordinal)))
        {
            AssertParses(words);
            return;
        }

        if (words is not ["new", ..])
            await InvokeAsync(["new", "mine"]);
        var whole = words is ["run", ..] && !NamesScenario(words) ? [.. words, Small] : words;
        var (status, output) = await InvokeAsync([.. whole.Select(OfRoot)], OnFakeKernels.Contains(joined) ? new FakeTarget() : null);
        Assert.That(status, Is.Zero, output);
    }

    [Test]
    public async Task The_commands_of_nightly_runs_do_what_they_are_listed_for_one_after_another()
    {
        await File.WriteAllTextAsync("my.yaml", $"kernels: [ bookworm ]\nscenarios: [ {Small} ]\n");
        var plan = await File.ReadAllLinesAsync(Path.Combine(Root, "nightly.yaml"));
        var kernels = plan.Where(line => line.StartsWith("  - ", StringComparison.Ordinal)).Select(line => line.Replace("  - { kernel: ", "  - ", StringComparison.Ordinal)[4..].Split(',')[0]).ToList();
        var lines = DocumentedCommand.Listed(Read(NightlyPage)).Select(command => command.Line).ToList();
        Assert.That(lines, Has.Count.GreaterThan(5));
        foreach (var line in lines)
        {
            var words = Words(line).SelectMany(word => word.EndsWith('*') ? Directory.GetDirectories(".", word).Select(path => Path.GetFileName(path)!) : [word]);
            var (status, output) = await InvokeAsync([.. words], new FakeTarget { Known = kernels });
            Assert.That(status, Is.Zero, $"{line}\n{output}");
            Assert.That(output, Is.Not.Empty, line);
        }

        Assert.That(new[] { "out", "night", "shard-2", "all" }.Select(name => Path.Combine(name, "results.json")), Has.All.Matches<string>(File.Exists));
        Assert.That("history.db", Does.Exist);
    }

    [TestCaseSource(nameof(Sentences))]
    public void A_command_in_a_sentence_is_one_that_there_is(string line)
    {
        if (Words(line.Replace("…", "", StringComparison.Ordinal)) is not ["bench", ..] words)
            AssertParses(Words(line));
        else
            AssertIsOfScript(words[0]);
    }

    [Test]
    public void Every_command_that_is_only_parsed_is_executed_by_a_test_in_another_form()
    {
        foreach (var (start, (_, file, test)) in ParsedOnly)
        {
            Assert.That(ListedCommands.Select(line => string.Join(' ', Words(line))), Has.Some.StartsWith(start), "the list has no line too many");
            Assert.That(File.ReadAllText(Path.Combine(Root, "tests", file)), Does.Contain($" {test}("), start);
        }
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

    private static void AssertIsOfScript(string word) =>
        Assert.That(File.ReadAllText(Path.Combine(Root, "run.sh")), Does.Match($@"(?m)^{word}\)$"), "run.sh does it itself");

    // A patch that the reader has is not here.
    private static void AssertParses(string[] words)
    {
        using var invocation = new Invocation();
        var errors = CommandLine.Root(invocation.Environment).Parse(words).Errors.Select(error => error.Message);
        Assert.That(errors.Where(error => !error.StartsWith("no patch ", StringComparison.Ordinal)), Is.Empty);
    }

    // A reader is in the harness's directory.
    private static string OfRoot(string word) => word.StartsWith("scenarios/", StringComparison.Ordinal) ? Path.Combine(Root, word) : word;

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

    private static async Task<(int Status, string Output)> InvokeAsync(string[] words, ITarget? target = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CommandEnvironment
        {
            Output = output,
            Error = error,
            Root = Root,
            Target = target ?? new AnyTarget(new QemuTarget(), new DirectKernelTarget()),
            Predict = Simulation.Run,
        };
        var status = await CommandLine.InvokeAsync(words, environment, CancellationToken.None);
        return (status, $"{output}{(status != ExitStatus.Good ? error.ToString() : "")}");
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
