using RmapHarness.Reports.Terminal;

namespace RmapHarness.Reports.Tests;

public sealed class TerminalTests
{
    private const string Escape = "\u001b";

    [Test]
    public void A_mismatch_reads_like_a_mail() =>
        Assert.That(MismatchText.Of(Results.Fail, Results.Of().Kernel, "./run.sh run example"), Is.EqualTo("""
            fail: example (scenarios/example.yaml)
              about:    A child drops half of a THP.
              kernel:   7.3.4+deb13-cloud-amd64 (x86_64, 4 KiB pages, page-mapcount, mm-id, tcg)
              reason:   1 mismatch
              repeat:   ./run.sh run example

              step 9: observe: all
              after step 8: child madvise: { range: "a[0..1/2]", advice: dontneed }
                parent a at 0x1000000000-0x1000200000: smaps Pss
                  expected 1536   (each page's size by its count: 1024 kB / 1 + 1024 kB / 2)
                  observed 1537

            """));

    [Test]
    public void Too_many_mismatches_are_cut()
    {
        var many = Results.Fail with { Differences = [.. Enumerable.Repeat(Results.Fail.Differences[0], 15)] };

        Assert.That(MismatchText.Of(many, Results.Of().Kernel, "c"), Does.EndWith("… and 3 more in results.json\n"));
    }

    [Test]
    public void A_table_off_a_terminal_has_no_colour()
    {
        var text = Table(isTerminal: false, noColor: null);

        Assert.That(text, Does.Not.Contain(Escape));
        Assert.That(text, Does.Match(@"example +fail +\d+ +12 +1 mismatch"));
        Assert.That(text, Does.Contain("1 pass, 1 fail, 1 skipped; "));
        Assert.That(text, Does.Contain("7.3.4+deb13-cloud-amd64 (x86_64, 4 KiB pages, page-mapcount, mm-id, tcg)"));
    }

    [Test]
    public void NO_COLOR_is_respected() => Assert.That(Table(isTerminal: true, noColor: "1"), Does.Not.Contain($"{Escape}[38"));

    [Test]
    public void Progress_off_a_terminal_is_lines()
    {
        var writer = new StringWriter();
        var log = new ProgressLog(writer, isTerminal: false, columns: 80);

        log.Report("booting");
        log.Finished("new", 1, 2, Results.Pass);
        log.Clear();

        Assert.That(writer.ToString(), Is.EqualTo("booting\n[1/2] new example: pass\n"));
    }

    [Test]
    public void Progress_on_a_terminal_is_written_over()
    {
        var writer = new StringWriter();
        var log = new ProgressLog(writer, isTerminal: true, columns: 12);

        log.Finished("new", 1, 2, Results.Pass);
        log.Report("done");

        Assert.That(writer.ToString(), Is.EqualTo($"[1/2] new e\r{new string(' ', 11)}\rdone\n"));
    }

    private static string Table(bool isTerminal, string? noColor)
    {
        var writer = new StringWriter();
        ResultsTable.Write(Consoles.Create(writer, isTerminal, noColor), Results.Of(Results.Pass, Results.Fail, Results.Skipped));
        return writer.ToString();
    }
}
