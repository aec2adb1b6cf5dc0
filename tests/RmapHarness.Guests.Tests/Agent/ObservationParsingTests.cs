using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Tests.Agent;

public sealed class ObservationParsingTests
{
    [Test]
    public async Task Every_value_of_an_observation_arrives()
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages));
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        var process = run.Trace.Observations.Single().Processes.Single();
        Assert.That(process.Process, Is.Zero);
        var vma = process.Vmas.Single();
        Assert.That((vma.Start, vma.End, vma.Permissions), Is.EqualTo((0x1000000000UL, 0x1000002000UL, "rw-p")));
        Assert.That(vma.Flags, Is.EqualTo(new[] { "ac", "hg", "me", "mr", "mw", "rd", "wr" }));
        Assert.That(vma.Counters[SmapsField.Pss], Is.EqualTo(6));
        Assert.That(vma.Counters[SmapsField.Shared_Dirty], Is.EqualTo(4));
        Assert.That(vma.Counters[SmapsField.THPeligible], Is.EqualTo(1));
        Assert.That(vma.Counters.Has(SmapsField.ProtectionKey), Is.False);
        Assert.That(process.Pages, Is.EqualTo(new[]
        {
            new PageRun(0x1000000, 1, PagemapBits.Present | PagemapBits.MmapExclusive | PagemapBits.SoftDirty, 0x1a2b, 1, 1, (KpageFlags)0x5868) { Scan = ScanCategories.Present | ScanCategories.SoftDirty, Word = 0x301000000, WordStride = 1 },
            new PageRun(0x1000001, 1, PagemapBits.Present | PagemapBits.SoftDirty, 0x1a2c, 1, 2, (KpageFlags)0x5868) { WordStride = 1 },
        }));
    }

    [Test]
    public async Task The_fields_of_numa_maps_arrive_with_their_VMA()
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages, Smaps.NumaMaps));
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        var fields = run.Trace.Observations[0].Processes[0].Vmas[0].Numa!;
        Assert.That(
            FieldNames.All<NumaField>().Where(fields.Has).Select(field => (field, fields[field])),
            Is.EqualTo(new[] { (NumaField.anon, 2L), (NumaField.dirty, 1), (NumaField.mapmax, 2), (NumaField.N, 2), (NumaField.kernelpagesize_kB, 4) }));
    }

    [TestCase("anon=2", "annon=2", "annon")]
    [TestCase("anon=2", "anon=2 anon=2", "repeated")]
    [TestCase("anon=2", "anon=-2", "-2")]
    [TestCase("anon=2", "anon", "'anon'")]
    [TestCase("N1=1", "N=1", "'N=1'")]
    [TestCase("1000000000 default", "1000001000 default", "no VMA at 1000000000")]
    [TestCase("1000000000 default", "default", "not a line")]
    [TestCase("kB=4\n", "kB=4\n1000002000 default\n", "other VMAs")]
    public async Task Numa_maps_that_is_not_understood_breaks_the_run_and_is_named(string from, string to, string reason)
    {
        Assert.That(Smaps.NumaMaps, Does.Contain(from));
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages, Smaps.NumaMaps.Replace(from, to)));
        AssertBroken(run, reason);
    }

    [Test]
    public async Task Counters_of_THPs_arrive_also_if_they_are_less_than_before()
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages) + "thp thp_split_pmd 3\nthp_size 64 nr_anon -2 split 1\nthp_size 2048 nr_anon 1\n");
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        var thp = run.Trace.Observations[0].Thp!;
        Assert.That((thp.Events[ThpEvent.thp_split_pmd], thp.Events.Has(ThpEvent.thp_fault_alloc)), Is.EqualTo((3L, false)));
        Assert.That((thp.Sizes[64][ThpStat.nr_anon], thp.Sizes[64][ThpStat.split], thp.Sizes[2048][ThpStat.nr_anon]), Is.EqualTo((-2L, 1L, 1L)));
    }

    [Test]
    public async Task Counters_of_pools_of_huge_pages_arrive_by_their_size()
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages) + "hugetlb 64 nr_hugepages 3\nhugetlb 2048 nr_hugepages 4 resv_hugepages -1\n");
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        var pools = run.Trace.Observations[0].Hugetlb;
        Assert.That((pools[64][HugetlbStat.nr_hugepages], pools[2048][HugetlbStat.nr_hugepages], pools[2048][HugetlbStat.resv_hugepages]), Is.EqualTo((3L, 4L, -1L)));
    }

    [TestCase("hugetlb 64 nr_hugepages 3\nhugetlb 64 nr_hugepages 3\n", "hugetlb 64 twice")]
    [TestCase("hugetlb 64 nr_hugepage 3\n", "unknown")]
    [TestCase("thp thp_split_pmd 3\nthp thp_split_pmd 3\n", "thp twice")]
    [TestCase("thp_size 64 nr_anon 1\n", "before thp")]
    [TestCase("thp thp_split_pmd 3\nthp_size 64 nr_anon 1\nthp_size 64 nr_anon 1\n", "thp_size 64 twice")]
    [TestCase("thp thp_split_pmt 3\n", "unknown")]
    public async Task Counters_of_THPs_that_are_not_understood_break_the_run(string lines, string reason)
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages) + lines);
        AssertBroken(run, reason);
    }

    [Test]
    public async Task What_some_kernels_print_and_others_do_not_may_be_there_or_not()
    {
        var smaps = Smaps.Entry.Replace("KSM:                   0 kB\n", "").Replace("VmFlags", "ProtectionKey:         3\nVmFlags");
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(smaps, Smaps.Pages));
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        var counters = run.Trace.Observations[0].Processes[0].Vmas[0].Counters;
        Assert.That(counters.Has(SmapsField.KSM), Is.False);
        Assert.That(counters[SmapsField.ProtectionKey], Is.EqualTo(3));
    }

    [TestCase("Swap: ", "Svap: ", "Svap")]
    [TestCase("Pss:                   6 kB\n", "", "without Pss")]
    [TestCase("Locked:                0 kB\n", "Locked:                0 kB\nLocked:                0 kB\n", "repeated")]
    [TestCase("Rss:                   8 kB", "Rss:                   8 MB", "8 MB")]
    [TestCase("Rss:                   8 kB", "Rss:                  -8 kB", "-8")]
    [TestCase("Rss:                   8 kB", "Rss:                     kB", "not a number")]
    [TestCase("THPeligible:           1", "THPeligible:           1 kB", "THPeligible")]
    [TestCase("VmFlags: rd", "VmFlags: read", "two-letter")]
    [TestCase("VmFlags: rd wr mr mw me ac hg \n", "", "without VmFlags")]
    [TestCase("hg \n", "hg ", "unfinished")]
    [TestCase("1000000000-1000002000 rw-p", "fff000000-1000002000 rw-p", "out of place")]
    [TestCase("1000000000-1000002000 rw-p", "7000000000-7000002000 rw-p", "out of place")]
    [TestCase("1000000000-1000002000 rw-p", "1000000000 1000002000 rw-p", "header")]
    [TestCase("Size:                  8 kB", "Size                   8 kB", "not an smaps line")]
    public async Task Smaps_that_is_not_understood_breaks_the_run_and_is_named(string from, string to, string reason)
    {
        Assert.That(Smaps.Entry, Does.Contain(from));
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry.Replace(from, to), Smaps.Pages));
        AssertBroken(run, reason);
    }

    [TestCase("page 1000000 2 0 - 1 0 0 0\n", null)]
    [TestCase("page 1000000 2 8000000000000000 5 0 0 0 0 0 0\n", null)]
    [TestCase("page 1000000 1 0 - 1 0 0 0\n", "1000001 of a VMA is missing")]
    [TestCase("page 1000000 3 0 - 1 0 0 0\n", "1000002 belongs to no VMA")]
    [TestCase("page ffffff 3 0 - 1 0 0 0\n", "1000000 of a VMA is missing")]
    [TestCase("page 1000000 2 0 - 1 0 0 0\npage 1000001 1 0 - 1 0 0 0\n", "1000001 belongs to no VMA")]
    [TestCase("page 1000001 1 0 - 1 0 0 0\npage 1000000 1 0 - 1 0 0 0\n", "1000000 of a VMA is missing")]
    [TestCase("page 1000000 0 0 - 1 0 0 0\n", "out of range")]
    [TestCase("page 1000000 2 0 - 2 0 0 0\n", "out of range")]
    [TestCase("page 1000000 ffffffffffffffff 0 - 1 0 0 0\n", "out of range")]
    [TestCase("page 1000000 2 8000000000000000 - 1 0 0 0\n", "present bit")]
    [TestCase("page 1000000 2 0 5 1 0 0 0 0 0\n", "present bit")]
    [TestCase("page 1000000 2 8000000000000000 5 0 0 0 0 0 2\n", "out of range")]
    [TestCase("page 1000000 2 8000000000000000 5 0 0 0 0\n", "missing")]
    [TestCase("page 1000000 2 0 - 1 0 0 0 0 0\n", "too many words")]
    [TestCase("page 1000000 2 8000000000000001 5 1 0 0 0 0 0\n", "frame bits")]
    [TestCase("page 1000000 2 0 - 1 1 0 0\n", "counts without a frame")]
    [TestCase("page 1000000 2 0 - 1 0\n", "missing")]
    [TestCase("page 1000000 2 0 - 1 0 0 0 0\n", "too many words")]
    [TestCase("page 1000000 2 0 - 1 0 0x0 0\n", "hexadecimal")]
    [TestCase("", "1000000 of a VMA is missing")]
    public async Task Page_lines_cover_the_VMAs_or_break_the_run(string pages, string? reason)
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, pages));
        Assert.That(run.End, Is.EqualTo(reason is null ? RunEnd.Completed : RunEnd.Broken), run.Reason);
        Assert.That(run.Reason, reason is null ? Is.Empty : Does.Contain(reason));
    }

    [Test]
    public async Task Status_is_what_the_arena_has_of_the_process()
    {
        var process = (await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages))).Trace.Observations[0].Processes[0];
        var values = FieldNames.All<StatusField>().Select(field => process.Status![field]);
        Assert.That(values, Is.EqualTo(new long[] { 8, 0, 8, 0, 0, 0, 0 }));
        Assert.That((process.Rollup!.Whole[RollupField.Rss], process.Rollup.Outside[SmapsField.Rss], process.Rollup.OutsideShares), Is.EqualTo((20, 12, 1)));
    }

    [Test]
    public async Task The_cgroups_statistics_are_those_of_the_arena()
    {
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry, Smaps.Pages) + "memcg 4096 8192 anon 12288 file 0 anon_thp 0\n");
        var memcg = run.Trace.Observations[0].Memcg!;
        Assert.That((memcg[MemcgField.anon], memcg[MemcgField.anon_thp], memcg.Has(MemcgField.shmem)), Is.EqualTo((8192, 0, false)), run.Reason);
        Assert.That(run.Trace.Observations[0].MemcgUnmapped, Is.EqualTo(8192));
    }

    [TestCase("memcg 0 0 anon 0\n", "without a process")]
    [TestCase("process 0\nmemcg 0 0 anon 0\nmemcg 0 0 anon 0\n", "memcg twice")]
    [TestCase("process 0\nmemcg 0 0 anonymous 0\n", "unknown")]
    [TestCase("process 0\nmemcg 0 anon 0\n", "decimal")]
    public async Task Statistics_that_are_not_understood_break_the_run(string body, string reason)
    {
        var run = await ScriptedAgent.ObserveAsync(body);
        AssertBroken(run, reason);
    }

    [TestCase("rollup Rss 20", "rollup Rzz 20", "unknown")]
    [TestCase("rollup Rss 20", "rollup Rss -20", "negative")]
    [TestCase("rollup Rss 20", "rollup Rss 20 Rss 20", "repeated")]
    [TestCase("status VmSize 108", "status VmSize", "VmSize")]
    [TestCase("Anonymous 4 Swap 0", "Swap 0", "Anonymous")]
    [TestCase("outside 1 shmem", "outside 1 shm", "shmem")]
    [TestCase("locked 4", "lockd 4", "locked")]
    [TestCase("rollup Rss 20 Pss 9 Pss_Anon 9 Anonymous 12", "status VmSize 1", "status twice")]
    public async Task Totals_that_are_not_understood_break_the_run(string from, string to, string reason)
    {
        var text = Smaps.Process(Smaps.Entry, Smaps.Pages);
        Assert.That(text, Does.Contain(from));
        var run = await ScriptedAgent.ObserveAsync(text.Replace(from, to));
        AssertBroken(run, reason);
    }

    [Test]
    public async Task A_run_of_pages_may_span_adjacent_VMAs()
    {
        var second = Smaps.Entry.Replace("1000000000-1000002000", "1000002000-1000004000");
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry + second, "page 1000000 4 0 - 1 0 0 0\n"));
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
    }

    [Test]
    public async Task A_run_of_pages_may_not_span_a_hole()
    {
        var second = Smaps.Entry.Replace("1000000000-1000002000", "1000003000-1000005000");
        var run = await ScriptedAgent.ObserveAsync(Smaps.Process(Smaps.Entry + second, "page 1000000 5 0 - 1 0 0 0\n"));
        Assert.That(run.End, Is.EqualTo(RunEnd.Broken));
    }

    [TestCase("process 0\n", "without smaps")]
    [TestCase("process 1\nsmaps 0\n" + Smaps.Totals + "process 0\nsmaps 0\n" + Smaps.Totals, "process 0 after process 1")]
    [TestCase("process 0\nsmaps 0\n", "without outside")]
    [TestCase("process 0\nsmaps 0\nsmaps 0\n", "smaps without a process")]
    [TestCase("process 0\npage 1000000 1 0 - 1 0 0 0\nsmaps 0\n", "pages before smaps")]
    public async Task Parts_that_do_not_fit_break_the_run(string body, string reason)
    {
        var run = await ScriptedAgent.ObserveAsync(body);
        AssertBroken(run, reason);
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property A_changed_byte_never_goes_unnoticed_or_astray() =>
        Prop.ForAll(Gen.Choose(0, Transcript.Length - 1).Zip(Gen.Choose(1, 255)).ToArbitrary(), change =>
        {
            var (at, mask) = change;
            var bytes = Encoding.ASCII.GetBytes(Transcript);
            bytes[at] ^= (byte)mask;
            var run = RunAsync(bytes).GetAwaiter().GetResult();
            return run.End != RunEnd.Completed || Print(run) != Print(RunAsync(Encoding.ASCII.GetBytes(Transcript)).GetAwaiter().GetResult())
                || Insignificant(at);
        });

    private static string Transcript { get; } =
        $"run 0\nobserve 0\n{Smaps.Process(Smaps.Entry, Smaps.Pages)}step 0 0\nfinal\nprocess 0\ncontent 1000000 1 301000000 1\nfault 1000001 1 11\ndone 0 completed 0 1\n";

    /// <summary>The header's offset, device, inode and name mean nothing to us, nor does the order of flags or how many blanks there are.</summary>
    private static bool Insignificant(int at)
    {
        var begin = Transcript.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        var line = Transcript[begin..];
        return line.StartsWith("1000000000-", StringComparison.Ordinal) && at - begin > 26;
    }

    private static async Task<ObservedRun> RunAsync(byte[] answer)
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync(answer);
        await agent.EndAsync();
        return (await agent.RunAsync(ScriptedAgent.Job(new ObserveOperation(0)))).Single();
    }

    private static string Print(ObservedRun run)
    {
        var process = run.Trace.Observations.Single().Processes.Single();
        var fields = process.Vmas.Select(vma => $"{vma.Start} {vma.End} {vma.Permissions} {string.Join(' ', vma.Flags)} " + string.Join(
            ' ', Enum.GetValues<SmapsField>().Select(field => vma.Counters.Has(field) ? $"{field}={vma.Counters[field]}" : "")));
        var contents = string.Join(';', run.Trace.Contents!.Select(process => $"{process.Process} {string.Join(';', process.Runs)}"));
        var totals = string.Join(' ', FieldNames.All<StatusField>().Select(field => process.Status![field]))
            + string.Join(' ', FieldNames.All<RollupField>().Select(field => process.Rollup!.Whole.ValueOrZero(field)))
            + string.Join(' ', FieldNames.All<SmapsField>().Select(field => process.Rollup!.Outside.ValueOrZero(field))) + process.Rollup!.OutsideShares;
        return $"{string.Join(' ', run.Trace.Outcomes)} {contents} {totals} {process.Process} {string.Join(';', fields)} {string.Join(';', process.Pages)} {run.ThpFallbacks} {run.Duration}";
    }

    private static void AssertBroken(ObservedRun run, string reason)
    {
        Assert.That(run.End, Is.EqualTo(RunEnd.Broken));
        Assert.That(run.Reason, Does.Contain(reason));
    }
}
