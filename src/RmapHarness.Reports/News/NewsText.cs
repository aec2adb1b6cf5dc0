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
        (NewsKind.StillFailing, "still failing"),
        (NewsKind.StillFlaky, "still flaky"),
        (NewsKind.StillNotJudged, "still not judged"),
    ];

    /// <summary>What a kind of news is called.</summary>
    public static string TitleOf(NewsKind kind) => Order.Single(pair => pair.Kind == kind).Title;

    /// <summary>Writes what is new, in full, and one line of counts about what is not; <c>no news</c> if nothing is new in a whole run.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="news">The news.</param>
    /// <param name="kernels">The kernels by their lines.</param>
    /// <param name="isWhole">The run came to its end.</param>
    public static void Write(TextWriter writer, NightNews news, IReadOnlyDictionary<string, KernelEntry> kernels, bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(news);
        ArgumentNullException.ThrowIfNull(kernels);
        foreach (var line in news.Lines.Where(line => line.IsNews))
            writer.WriteLine(line.Text);
        foreach (var (kind, title) in Order)
        {
            foreach (var item in news.Scenarios.Where(item => item.Kind == kind && item.IsNews))
            {
                writer.WriteLine($"{title}: {item.Line}: {item.Entry.Name}{Before(item)}");
                if (kind != NewsKind.Fixed)
                    writer.Write(Indent(EntryText.Of(item.Entry, kernels[item.Line])));
            }
        }

        if (!news.IsAny)
            writer.WriteLine(isWhole ? "no news" : "no news of what ran");
        var old = news.Scenarios.Where(item => !item.IsNews).GroupBy(item => item.Kind).Select(group => $"{group.Count()} {TitleOf(group.Key)}").ToList();
        if (old.Count > 0)
            writer.WriteLine($"no news are {string.Join(", ", old)}");
        foreach (var line in news.Lines.Where(line => !line.IsNews))
            writer.WriteLine(line.Text);
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
