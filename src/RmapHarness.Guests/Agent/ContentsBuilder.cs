using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>Puts the final contents together. Every method throws <see cref="FormatException"/> if the parts do not fit.</summary>
internal sealed class ContentsBuilder
{
    private const ulong MaxPage = 1UL << 55;
    private readonly List<ProcContents> processes = [];
    private List<ContentRun> runs = [];

    /// <summary>What was read, by ascending process.</summary>
    public IReadOnlyList<ProcContents> Processes => processes;

    /// <summary>The next process; ascending.</summary>
    public void BeginProcess(int process)
    {
        if (processes.Count > 0 && process <= processes[^1].Process)
            throw new FormatException($"process {process} after process {processes[^1].Process}");
        runs = [];
        processes.Add(new ProcContents(process, runs));
    }

    /// <summary>Reads what follows the word <c>content</c>.</summary>
    public void AddContent(ref Words words)
    {
        var (first, pages, word, stride) = (words.NextHex(), words.NextHex(), words.NextHex(), words.NextHex());
        words.End();
        if (stride > 1)
            throw words.Malformed("number out of range");
        Add(new ContentRun(first, pages, word, (int)stride));
    }

    /// <summary>Reads what follows the word <c>fault</c>.</summary>
    public void AddFault(ref Words words)
    {
        var (first, pages, signal) = (words.NextHex(), words.NextHex(), words.NextCount());
        words.End();
        if (signal is < 1 or > 64)
            throw words.Malformed("not a signal");
        Add(new ContentRun(first, pages, 0, 0, signal));
    }

    private void Add(ContentRun run)
    {
        if (processes.Count == 0)
            throw new FormatException("contents without a process");
        if (run.Pages == 0 || run.Pages > MaxPage || run.FirstPage > MaxPage || (runs.Count > 0 && run.FirstPage < runs[^1].EndPage))
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"contents of page {run.FirstPage:x} out of order or range"));
        runs.Add(run);
    }
}
