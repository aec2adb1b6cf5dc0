using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>Puts one observation together. Every method throws <see cref="FormatException"/> if the parts do not fit.</summary>
internal sealed class ObservationBuilder(int step, ulong pageSize)
{
    private readonly List<ProcSnapshot> processes = [];
    private List<PageRun> pages = [];
    private List<VmaSnapshot>? vmas;
    private int process = -1;

    /// <summary>The next process; ascending.</summary>
    public void BeginProcess(int next)
    {
        FinishProcess();
        if (next <= process)
            throw new FormatException($"process {next} after process {process}");
        process = next;
    }

    /// <summary>The process's VMAs; once.</summary>
    public void AddVmas(List<VmaSnapshot> found)
    {
        if (process < 0 || vmas is not null)
            throw new FormatException("smaps without a process");
        vmas = found;
    }

    /// <summary>The process's next pages.</summary>
    public void AddPage(PageRun run)
    {
        if (vmas is null)
            throw new FormatException("pages before smaps");
        pages.Add(run);
    }

    /// <summary>The whole.</summary>
    public Observation Finish()
    {
        FinishProcess();
        return new Observation(step, processes);
    }

    private void FinishProcess()
    {
        if (process < 0)
            return;
        if (vmas is null)
            throw new FormatException($"process {process} without smaps");
        PageCoverage.Check(vmas, pages, pageSize);
        processes.Add(new ProcSnapshot(process, vmas, pages));
        pages = [];
        vmas = null;
    }
}
