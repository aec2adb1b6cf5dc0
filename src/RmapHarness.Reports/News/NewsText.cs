using System.Globalization;
using System.Text;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Reports.News;

/// <summary>The news as plain text.</summary>
public static class NewsText
{
    private static readonly (NewsKind Kind, string Title)[] Order =
    [
        (NewsKind.NewCrash, "new crash"),
        (NewsKind.NewFailure, "new failure"),
        (NewsKind.NewFlake, "new flake"),
        (NewsKind.NotJudged, "not judged any more"),
        (NewsKind.Fixed, "fixed"),
    ];

    /// <summary>What a kind of news is called.</summary>
    public static string TitleOf(NewsKind kind) =>
        Order.FirstOrDefault(pair => pair.Kind == kind).Title ?? (kind == NewsKind.StillFlaky ? "still flaky" : "still failing");

    /// <summary>Writes what is new, in full, and one line of counts about what is not; <c>no news</c> if nothing is new.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="news">The news.</param>
    /// <param name="kernels">The kernels by their lines.</param>
    public static void Write(TextWriter writer, IReadOnlyList<NewsItem> news, IReadOnlyDictionary<string, KernelEntry> kernels)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(news);
        ArgumentNullException.ThrowIfNull(kernels);
        foreach (var (kind, title) in Order)
        {
            foreach (var item in news.Where(item => item.Kind == kind))
            {
                writer.WriteLine($"{title}: {item.Line}: {item.Entry.Name}{Before(item)}");
                if (kind != NewsKind.Fixed)
                    writer.Write(Indent(EntryText.Of(item.Entry, kernels[item.Line])));
            }
        }

        if (!news.Any(item => item.IsNews))
            writer.WriteLine("no news");
        var old = news.Where(item => !item.IsNews).GroupBy(item => item.Kind).Select(group => $"{group.Count()} {TitleOf(group.Key)}").ToList();
        if (old.Count > 0)
            writer.WriteLine($"no news are {string.Join(", ", old)}");
    }

    private static string Before(NewsItem item)
    {
        var text = new StringBuilder();
        if (item.Before is { } before)
            text.Append(CultureInfo.InvariantCulture, $" (was {before.Verdict} in run {item.SinceRun})");
        else if (item.Kind != NewsKind.NotJudged)
            text.Append(" (no earlier run)");
        if (item.Flaky > 0)
            text.Append(CultureInfo.InvariantCulture, $" (flaky in {item.Flaky} of the last {item.Runs} runs)");
        return text.ToString();
    }

    private static string Indent(string text) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line}\n"));
}
