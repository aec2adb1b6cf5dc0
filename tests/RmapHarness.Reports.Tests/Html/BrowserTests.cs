using Microsoft.Playwright;
using RmapHarness.Reports.Html;

namespace RmapHarness.Reports.Tests.Html;

/// <summary>The page in a browser.</summary>
#pragma warning disable CA1001 // NUnit calls EndAsync.
public sealed class BrowserTests
#pragma warning restore CA1001
{
    private const string Chromium = "/usr/bin/chromium";

    // Relative luminance and contrast as WCAG 2 defines them, for each element that has text of its own, against its nearest background.
    private const string Contrasts = """
        () => {
          const parse = colour => colour.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; })
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const background = element => {
            for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
            return [255, 255, 255];
          };
          return [...document.querySelectorAll("main *, header *")]
            .filter(e => !e.closest("svg") && e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .map(e => { const a = light(parse(getComputedStyle(e).color)), b = light(background(e)); return { text: e.textContent.slice(0, 40), ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }; })
            .filter(c => c.ratio < 4.5).map(c => `${c.text}: ${c.ratio.toFixed(2)}`);
        }
        """;

    private TestFolder folder = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private string address = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        folder = new TestFolder();
        address = "file://" + HtmlReport.Write(folder.Path, Pages.Full);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"], Timeout = 120_000 });
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task Everything_can_be_read_without_scripts()
    {
        var page = await OpenAsync(new() { JavaScriptEnabled = false });
        Assert.That(await page.GetByRole(AriaRole.Row).CountAsync(), Is.GreaterThan(5));
        Assert.That(await page.Locator("article:visible").CountAsync(), Is.EqualTo(await page.Locator("article").CountAsync()));
        Assert.That(await page.Locator("#filter").IsVisibleAsync(), Is.False, "what does nothing is not shown");
    }

    [Test]
    public async Task Search_and_filter_hide_the_rest()
    {
        var page = await OpenAsync(new());
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
        var page = await OpenAsync(new());
        await page.Locator("#matrix").GetByRole(AriaRole.Link, new() { Name = "fail" }).ClickAsync();
        var article = page.Locator("article:target");
        Assert.That(await article.Locator("h3").InnerTextAsync(), Is.EqualTo("fail: example on new"));
        Assert.That(await article.Locator("svg.rmap-picture").IsVisibleAsync(), Is.True);
        Assert.That(await article.Locator("ol.timeline li.wrong").CountAsync(), Is.GreaterThan(0));
    }

    [Test]
    public async Task A_link_to_what_the_filter_hides_shows_it()
    {
        var page = await OpenAsync(new());
        await page.GetByLabel("Search").FillAsync("moon");
        var id = await page.Locator("article[data-verdict=fail]").GetAttributeAsync("id");
        await page.EvaluateAsync($"location.hash = '{id}'");
        await Assertions.Expect(page.Locator($"#{id}")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_keyboard_reaches_the_results_first()
    {
        var page = await OpenAsync(new());
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
        var page = await OpenAsync(new() { ColorScheme = scheme });
        Assert.That(await page.EvaluateAsync<string[]>(Contrasts), Is.Empty);
    }

    [Test]
    public async Task A_screen_reader_is_told_what_things_are()
    {
        var page = await OpenAsync(new());
        Assert.That(await page.EvaluateAsync<string>("document.documentElement.lang"), Is.EqualTo("en"));
        Assert.That(await page.EvaluateAsync<int>("[...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length"), Is.Zero);
        Assert.That(await page.EvaluateAsync<int>("[...document.querySelectorAll('th')].filter(e => !e.scope).length"), Is.Zero);
        Assert.That(await page.EvaluateAsync<int>("[...document.querySelectorAll('svg')].filter(e => !e.ariaLabel && !e.getAttribute('aria-labelledby')).length"), Is.Zero);
        Assert.That(await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync(), Is.EqualTo(1));
        Assert.That(await page.GetByRole(AriaRole.Table, new() { Name = "Verdict of each scenario on each kernel" }).CountAsync(), Is.EqualTo(1));
        Assert.That(await page.GetByRole(AriaRole.Search).CountAsync(), Is.EqualTo(1));
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => Assert.Fail($"script: {error}");
        page.Request += (_, request) => Assert.That(request.Url, Does.StartWith(address), "nothing else is loaded");
        await page.GotoAsync(address);
        return page;
    }
}
