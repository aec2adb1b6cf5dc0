using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace RmapHarness.Testing;

/// <summary>A headless Chromium that shows one report, and what is asked of any report.</summary>
public sealed class ReportBrowser : IAsyncDisposable
{
    /// <summary>Names a directory for pictures of pages, for somebody to look at them.</summary>
    private const string Screenshots = "RMAPHARNESS_SCREENSHOTS";

    private const string Chromium = "/usr/bin/chromium";

    // Relative luminance and contrast as WCAG 2 defines them, for each element that has text of its own, against its nearest background.
    private const string FaintTexts = """
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

    // Words of a picture that lie on other words, or are cut off at its border.
    private const string ClashingWords = """
        svg => {
          const frame = svg.getBoundingClientRect();
          const words = [...svg.querySelectorAll("text")].map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
          const cut = words.filter(({ box }) => box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom);
          const on = words.flatMap((one, i) => words.slice(i + 1).filter(({ box }) =>
            box.left < one.box.right - 1 && one.box.left < box.right - 1 && box.top < one.box.bottom - 3 && one.box.top < box.bottom - 3).map(other => `${one.text} on ${other.text}`));
          return [...cut.map(({ text }) => `${text} is cut off`), ...on];
        }
        """;

    // All rules of axe-core, those of best practice as well; what it cannot decide is not among its violations.
    private const string Violations = """
        async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
          .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")}: ${rule.help}`))
        """;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly string address;

    private ReportBrowser(IPlaywright playwright, IBrowser browser, string address) =>
        (this.playwright, this.browser, this.address) = (playwright, browser, address);

    /// <summary>Starts a browser for the page in a file.</summary>
    public static async Task<ReportBrowser> StartAsync(string path)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"], Timeout = 120_000 });
        return new ReportBrowser(playwright, browser, "file://" + path);
    }

    /// <summary>Opens the page; an error of its script, and a request for anything else, fails the test.</summary>
    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await browser.NewContextAsync(options ?? new());
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => Assert.Fail($"script: {error}");
        page.Request += (_, request) => Assert.That(request.Url, Does.StartWith(address), "nothing else is loaded");
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>The texts of a page that have too little contrast.</summary>
    public static Task<string[]> FaintTextsOfAsync(IPage page) => page.EvaluateAsync<string[]>(FaintTexts);

    /// <summary>What axe-core finds in a page that is in the way of screen readers, keyboards and weak eyes.</summary>
    public static async Task<string[]> ViolationsOfAsync(IPage page)
    {
        await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateAsync<string[]>(Violations);
    }

    /// <summary>The words of a picture that cannot be read.</summary>
    public static Task<string[]> ClashingWordsOfAsync(ILocator picture) => picture.EvaluateAsync<string[]>(ClashingWords);

    /// <summary>How far a page, as a whole, can be scrolled sideways, in pixels.</summary>
    public static Task<int> SidewaysAsync(IPage page) =>
        page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Leaves a picture of a page, if somebody wants to look at it.</summary>
    public static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(Screenshots) is { Length: > 0 } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
    }

    /// <summary>Leaves a picture of a part of a page, if somebody wants to look at it.</summary>
    public static async Task ShootAsync(ILocator part, string name)
    {
        if (Environment.GetEnvironmentVariable(Screenshots) is { Length: > 0 } directory)
            await part.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png") });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
