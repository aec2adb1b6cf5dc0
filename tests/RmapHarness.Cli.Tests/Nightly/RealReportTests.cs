using System.Globalization;
using Microsoft.Playwright;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Reports.Html;
using RmapHarness.Reports.Json;
using RmapHarness.Testing;

namespace RmapHarness.Cli.Tests.Nightly;

/// <summary>
/// The page of a night on two real kernels, in a browser. Of the newer one another accounting scheme is expected than it has, so that there are
/// real mismatches; the older one shows a recorded finding.
/// </summary>
#pragma warning disable CA1001 // NUnit calls EndAsync.
public sealed class RealReportTests
#pragma warning restore CA1001
{
    private const string Plan = """
        kernels:
          - bookworm
          - { kernel: trixie-backports, scheme: no-page-mapcount }
        scenarios: [ fork-thp-whole, partial-child-drops-half, cow-every-other-page, guard-fork ]
        """;

    private const string Older = "bookworm";
    private const string Newer = "trixie-backports scheme=no-page-mapcount";
    private const string Half = "partial-child-drops-half";
    private const string Large = "cow-every-other-page[stride=2 pages]";
    private const int Phone = 390;

    private readonly string directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
    private ResultsDocument results = null!;
    private ReportBrowser browser = null!;

    [OneTimeSetUp]
    public async Task RunTheNightAsync()
    {
        var plan = Path.Combine(directory, "plan.yaml");
        await File.WriteAllTextAsync(plan, Plan);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CommandEnvironment
        {
            Output = output,
            Error = error,
            Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!,
            Target = new AnyTarget(new QemuTarget(), new DirectKernelTarget()),
            Predict = Simulation.Run,
        };
        var status = await CommandLine.InvokeAsync(["nightly", "--plan", plan, "--out", directory, "--jobs", "1"], environment, CancellationToken.None);

        Assert.That(status, Is.EqualTo(ExitStatus.Wrong), $"{output}{error}");
        results = ResultsFile.Read(directory);
        Assert.That(results.Gaps, Is.Empty);
        browser = await ReportBrowser.StartAsync(Path.Combine(directory, HtmlReport.Name));
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task The_matrix_has_every_verdict_of_the_results()
    {
        var page = await browser.OpenAsync();
        var columns = await page.Locator("#matrix thead th").AllInnerTextsAsync();
        Assert.That(columns, Is.EqualTo(new[] { "scenario", Older, Newer }));
        var rows = await page.Locator("#matrix tbody tr").AllAsync();
        var shown = new List<string>();
        foreach (var row in rows)
        {
            var cells = await row.Locator("th, td").AllInnerTextsAsync();
            shown.AddRange(cells.Skip(1).Zip(columns.Skip(1), (verdict, kernel) => $"{cells[0]} on {kernel}: {verdict}"));
        }

        Assert.That(shown, Is.EquivalentTo(results.Scenarios.Select(entry => $"{entry.Name} on {entry.Kernel}: {entry.Verdict}")));
        Assert.That(shown, Is.SupersetOf(new[]
        {
            $"fork-thp-whole on {Older}: pass", $"fork-thp-whole on {Newer}: pass", $"{Half} on {Older}: known-issue", $"{Half} on {Newer}: fail", $"guard-fork on {Older}: skipped",
        }));
        Assert.That(await page.Locator("#kernels tbody tr").AllInnerTextsAsync(), Has.Count.EqualTo(2).And.Some.Contains("6.1.").And.Some.Contains("7.3."));
        Assert.That(await page.Locator("section[aria-labelledby=news] li").AllInnerTextsAsync(), Has.Some.Contains($"new failure: {Half} on {Newer}"));
    }

    [Test]
    public async Task The_filter_finds_scenarios_by_what_differs_in_them()
    {
        var page = await browser.OpenAsync();
        var rows = page.Locator("#matrix tbody tr:visible");
        await page.GetByLabel("Search").FillAsync("kpagecount");
        var found = results.Scenarios.Where(entry => entry.Diffs.Any(diff => diff.Field == "kpagecount")).Select(entry => entry.Name).Distinct().ToList();
        Assert.That(await page.Locator("#matrix tbody tr:visible th").AllInnerTextsAsync(), Is.EquivalentTo(found).And.Contain(Half));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(results.Scenarios.Count / 2);
        foreach (var verdict in results.Scenarios.Select(entry => entry.Verdict).Distinct().Where(verdict => verdict != "skipped"))
            await page.GetByLabel(verdict, new() { Exact = true }).UncheckAsync();
        Assert.That(await page.Locator("#matrix tbody tr:visible th").AllInnerTextsAsync(), Is.EqualTo(new[] { "guard-fork" }));
        Assert.That(await page.Locator("article[data-verdict]:visible").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_mismatch_has_its_steps_its_values_and_a_picture_with_the_kernel_s_counts()
    {
        var page = await browser.OpenAsync();
        var entry = Entry(Half, Newer);
        var article = await FollowAsync(page, entry);
        Assert.That(await article.Locator("ol.timeline li.wrong").CountAsync(), Is.EqualTo(entry.Diffs.Select(diff => diff.Step).Distinct().Count()));
        Assert.That(await article.Locator("ol.timeline li").CountAsync(), Is.EqualTo(entry.Steps));
        Assert.That(
            await article.Locator("td.expected").AllInnerTextsAsync(), Is.EqualTo(entry.Diffs.Select(diff => diff.Expected)));
        Assert.That(
            await article.Locator("td.observed").AllInnerTextsAsync(), Is.EqualTo(entry.Diffs.Select(diff => diff.Observed)));

        // The child has dropped the first half: this kernel counts each page's mappings, the other scheme the folio's, on average.
        var picture = article.Locator("svg.rmap-picture");
        Assert.That(await picture.IsVisibleAsync(), Is.True);
        Assert.That(
            await picture.Locator("text.label").AllTextContentsAsync(), Is.EqualTo(new[] { "parent, expected", "parent, observed", "child, expected", "child, observed" }));
        Assert.That(await picture.Locator("text.count").AllTextContentsAsync(), Is.EqualTo(new[] { "2", "1", "2", "2", "2" }));
        Assert.That(await picture.Locator("rect.entry").CountAsync(), Is.EqualTo(2), "the parent's PMD entry, as it is expected and as it is");
        Assert.That(await article.Locator("pre").InnerTextAsync(), Does.EndWith($"{Half}.yaml --kernel trixie-backports --scheme no-page-mapcount"));
        await ReportBrowser.ShootAsync(article, "mismatch");
    }

    [Test]
    public async Task A_recorded_finding_leads_to_its_explanation()
    {
        var page = await browser.OpenAsync();
        var article = await FollowAsync(page, Entry(Half, Older));
        Assert.That(await article.Locator("ol.timeline li.known").CountAsync(), Is.GreaterThan(0));
        await article.GetByRole(AriaRole.Link, new() { Name = "pagemap-exclusive-of-first-page" }).First.ClickAsync();
        Assert.That(await page.Locator("article:target").InnerTextAsync(), Does.Contain("PM_MMAP_EXCLUSIVE of every page").And.Contain(Older));
    }

    [Test]
    public async Task Of_hundreds_of_runs_of_pages_the_picture_shows_those_around_the_mismatch()
    {
        var page = await browser.OpenAsync();
        var article = await FollowAsync(page, Entry(Large, Newer));
        var picture = article.Locator("svg.rmap-picture");
        var leftOut = await picture.Locator("rect.left-out title").AllTextContentsAsync();
        Assert.That(leftOut, Is.Not.Empty.And.All.Match("^pages [0-9]+ to [0-9]+: left out$"));
        // The one PMD entry that is expected is many screens wide; its number is on the first one, too.
        Assert.That(double.Parse((await picture.Locator("text.count").First.GetAttributeAsync("x"))!, CultureInfo.InvariantCulture), Is.LessThan(600));
        // The child's copies, one in two, are there one by one.
        Assert.That(await picture.Locator("text.count").CountAsync(), Is.GreaterThan(100));
        Assert.That((await picture.Locator("text.label").AllTextContentsAsync()).Take(2), Is.EqualTo(new[] { "parent, expected", "parent, observed" }));
        await ReportBrowser.ShootAsync(article, "cropped");
        await ReportBrowser.ShootAsync(picture, "cropped-picture");
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task All_words_can_be_read(ColorScheme scheme)
    {
        var page = await browser.OpenAsync(new() { ColorScheme = scheme });
        await ReportBrowser.ShootAsync(page, scheme.ToString());
        Assert.That(await ReportBrowser.FaintTextsOfAsync(page), Is.Empty);
        Assert.That(await ReportBrowser.ViolationsOfAsync(page), Is.Empty);
        foreach (var picture in await page.Locator("svg.rmap-picture").AllAsync())
            Assert.That(await ReportBrowser.ClashingWordsOfAsync(picture), Is.Empty, await picture.Locator("title").First.TextContentAsync());
    }

    [Test]
    public async Task A_narrow_screen_scrolls_tables_and_pictures_but_not_the_page()
    {
        var page = await browser.OpenAsync(new() { ViewportSize = new() { Width = Phone, Height = 800 } });
        await ReportBrowser.ShootAsync(page, "narrow");
        Assert.That(await ReportBrowser.SidewaysAsync(page), Is.Zero);
        Assert.That(await ReportBrowser.ViolationsOfAsync(page), Is.Empty);
        Assert.That(await page.Locator("svg.rmap-picture").First.EvaluateAsync<double>("svg => svg.getBoundingClientRect().width"), Is.GreaterThan(Phone), "it keeps its size");
    }

    private ScenarioEntry Entry(string name, string kernel) => results.Scenarios.Single(entry => entry.Name == name && entry.Kernel == kernel);

    private async Task<ILocator> FollowAsync(IPage page, ScenarioEntry entry)
    {
        var row = page.Locator("#matrix tbody tr").Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = entry.Name, Exact = true }) });
        var column = results.Kernels.TakeWhile(kernel => kernel.Name != entry.Kernel).Count();
        await row.Locator("td").Nth(column).GetByRole(AriaRole.Link).ClickAsync();
        var article = page.Locator("article:target");
        Assert.That(await article.Locator("h3").InnerTextAsync(), Is.EqualTo($"{entry.Verdict}: {entry.Name} on {entry.Kernel}"));
        return article;
    }
}
