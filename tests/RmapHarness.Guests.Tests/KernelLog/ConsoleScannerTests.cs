using NUnit.Framework;
using RmapHarness.Guests.KernelLog;

namespace RmapHarness.Guests.Tests.KernelLog;

/// <summary>
/// The logs of corpus/ came over the serial lines of real guests that were crashed on purpose; cut where they go on for long. The
/// titles were written by hand, reading the logs.
/// </summary>
public sealed class ConsoleScannerTests
{
    private static readonly string Corpus = Path.Combine(TestContext.CurrentContext.TestDirectory, "KernelLog", "corpus");

    private static IEnumerable<string> Logs => Directory.EnumerateFiles(Corpus, "*.log").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Logs))]
    public void A_log_has_its_title(string name)
    {
        var expected = File.ReadAllText(Path.Combine(Corpus, $"{name}.title")).Trim();
        Assert.That(ConsoleScanner.Scan(Read(name)) is [var first, ..] ? first.Title : "nothing", Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Logs))]
    public void Line_ends_time_stamps_and_callers_change_no_title(string name)
    {
        var log = Read(name);
        var titles = Titles(log);
        Assert.That(Titles(log.Replace("\n", "\r\n", StringComparison.Ordinal)), Is.EqualTo(titles));
        Assert.That(Titles(string.Concat(log.Split('\n').Select(line => $"[   77.123456][  T123] {Bare(line)}\n"))), Is.EqualTo(titles));
        Assert.That(Titles(string.Concat(log.Split('\n').Select(line => $"{Bare(line)}\n"))), Is.EqualTo(titles));
    }

    [TestCaseSource(nameof(Logs))]
    public void A_log_that_ends_anywhere_is_read(string name)
    {
        var log = Read(name);
        for (var length = 0; length <= log.Length; length += 97)
            Assert.That(() => ConsoleScanner.Scan(log[..length]), Throws.Nothing);
    }

    [TestCaseSource(nameof(Logs))]
    public void A_report_begins_where_it_says(string name)
    {
        var log = Read(name);
        foreach (var report in ConsoleScanner.Scan(log))
            Assert.That(report.Offset == 0 || log[report.Offset - 1] == '\n');
    }

    [TestCase("x86/cpu: a message about a WARNING: inside a line")]
    [TestCase("rmapharness: ready")]
    [TestCase("tsc: Refined TSC clocksource calibration: 2596.103 MHz")]
    [TestCase("systemd: BUG: is not said by the kernel's first word")]
    [TestCase("")]
    public void What_is_no_report_is_none(string line) => Assert.That(ConsoleScanner.Scan(line + "\n"), Is.Empty);

    private static List<string> Titles(string log) => [.. ConsoleScanner.Scan(log).Select(report => report.Title)];

    private static string Read(string name) => File.ReadAllText(Path.Combine(Corpus, $"{name}.log"));

    private static string Bare(string line) => line.StartsWith('[') && line.IndexOf("] ", StringComparison.Ordinal) is > 0 and var end ? line[(end + 2)..] : line;
}
