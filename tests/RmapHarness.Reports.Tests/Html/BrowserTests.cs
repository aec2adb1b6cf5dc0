using Microsoft.Playwright;
using RmapHarness.Reports.Html;

namespace RmapHarness.Reports.Tests.Html;

/// <summary>The page in a browser.</summary>
#pragma warning disable CA1001 // NUnit calls EndAsync.
public sealed class BrowserTests
#pragma warning restore CA1001
{
    private TestFolder folder = null!;
    private ReportBrowser browser = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        folder = new TestFolder();
        browser = await ReportBrowser.StartAsync(HtmlReport.Write(folder.Path, Pages.Full));
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task Everything_can_be_read_without_scripts()
    {
        var page = await browser.OpenAsync(new() { JavaScriptEnabled = false });
        Assert.That(await page.GetByRole(AriaRole.Row).CountAsync(), Is.GreaterThan(5));
        Assert.That(await page.Locator("article:visible").CountAsync(), Is.EqualTo(await page.Locator("article").CountAsync()));
        Assert.That(await page.Locator("#filter").IsVisibleAsync(), Is.False, "what does nothing is not shown");
    }

    [Test]
    public async Task Search_and_filter_hide_the_rest()
    {
        var page = await browser.OpenAsync();
        var rows = page.Locator("#matrix tbody tr:visible");
        Assert.That(await rows.CountAsync(), Is.EqualTo(6));
        await page.GetByLabel("Search").FillAsync("moon");
        Assert.That(await rows.AllInnerTextsAsync(), Has.Count.EqualTo(1).And.All.Contains("skipped-one"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        await page.GetByLabel("pass", new() { Exact = true }).UncheckAsync();
        Assert.That(await rows.CountAsync(), Is.EqualTo(4));
        Assert.That(await page.GetByRole(AriaRole.Status).InnerTextAsync(), Is.EqualTo("4 of 6 scenarios"));
        await page.GetByLabel("crash", new() { Exact = true }).UncheckAsync();
        Assert.That(await page.Locator("article[data-verdict=crash]").IsVisibleAsync(), Is.False);
    }

    [Test]
    public async Task A_cell_leads_to_its_mismatch()
    {
        var page = await browser.OpenAsync();
        await page.Locator("#matrix").GetByRole(AriaRole.Link, new() { Name = "fail" }).ClickAsync();
        var article = page.Locator("article:target");
        Assert.That(await article.Locator("h3").InnerTextAsync(), Is.EqualTo("fail: example on new"));
        Assert.That(await article.Locator("svg.rmap-picture").IsVisibleAsync(), Is.True);
        Assert.That(await article.Locator("ol.timeline li.wrong").CountAsync(), Is.GreaterThan(0));
    }

    [Test]
    public async Task A_link_to_what_the_filter_hides_shows_it()
    {
        var page = await browser.OpenAsync();
        await page.GetByLabel("Search").FillAsync("moon");
        var id = await page.Locator("article[data-verdict=fail]").GetAttributeAsync("id");
        await page.EvaluateAsync($"location.hash = '{id}'");
        await Assertions.Expect(page.Locator($"#{id}")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_keyboard_reaches_the_results_first()
    {
        var page = await browser.OpenAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.textContent"), Is.EqualTo("Skip to the results"));
        await page.Keyboard.PressAsync("Enter");
        Assert.That(await page.EvaluateAsync<string>("location.hash"), Is.EqualTo("#main"));
        await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<bool>("document.getElementById('main').contains(document.activeElement)"), Is.True);
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Text_has_contrast(ColorScheme scheme)
    {
        var page = await browser.OpenAsync(new() { ColorScheme = scheme });
        Assert.That(await ReportBrowser.FaintTextsOfAsync(page), Is.Empty);
    }

    [TestCase(ColorScheme.Light, 1280)]
    [TestCase(ColorScheme.Dark, 1280)]
    [TestCase(ColorScheme.Light, 390)]
    public async Task Nothing_is_in_the_way_of_a_screen_reader(ColorScheme scheme, int width)
    {
        var page = await browser.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        Assert.That(await ReportBrowser.ViolationsOfAsync(page), Is.Empty);
    }

    [Test]
    public async Task A_screen_reader_is_told_what_things_are()
    {
        var page = await browser.OpenAsync();
        Assert.That(await page.EvaluateAsync<string>("document.documentElement.lang"), Is.EqualTo("en"));
        Assert.That(await page.EvaluateAsync<int>("[...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length"), Is.Zero);
        Assert.That(await page.EvaluateAsync<int>("[...document.querySelectorAll('th')].filter(e => !e.scope).length"), Is.Zero);
        Assert.That(await page.EvaluateAsync<int>("[...document.querySelectorAll('svg')].filter(e => !e.ariaLabel && !e.getAttribute('aria-labelledby')).length"), Is.Zero);
        Assert.That(await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync(), Is.EqualTo(1));
        Assert.That(await page.GetByRole(AriaRole.Table, new() { Name = "Verdict of each scenario on each kernel" }).CountAsync(), Is.EqualTo(1));
        Assert.That(await page.GetByRole(AriaRole.Search).CountAsync(), Is.EqualTo(1));
    }
}
