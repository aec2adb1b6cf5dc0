namespace RmapHarness.Reports.News;

/// <summary>What a run brought, beside the runs before it.</summary>
/// <param name="Scenarios">Results that are news, or were and stay; in the order of lines and scenarios.</param>
/// <param name="Lines">Kernel lines that could not be had, and those that can be had again.</param>
public sealed record NightNews(IReadOnlyList<NewsItem> Scenarios, IReadOnlyList<LineNews> Lines)
{
    /// <summary>Whether anything is new.</summary>
    public bool IsAny => Scenarios.Any(item => item.IsNews) || Lines.Any(line => line.IsNews);

    /// <summary>Whether anything is new and bad.</summary>
    public bool IsBad => Scenarios.Any(item => item.IsBad) || Lines.Any(line => line.IsBad);
}
