using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>What is done to a range at once ends as what is done to its pages one after another.</summary>
public class WholeRunTests
{
    private const long Pages = 4 * 512;

    private static readonly Dictionary<string, Action<Script>> Beginnings = new()
    {
        ["nothing"] = _ => { },
        ["THPs"] = script => script.Write(0, Pages),
        ["shared THPs"] = script => script.Write(0, Pages).Fork(),
        ["THPs of a dead child"] = script => script.Write(0, Pages).Fork().Exit(1),
        ["THPs that the child has in part"] = script => script.Write(0, Pages).Fork().Drop(100, 1000, by: 1),
        ["PTE-mapped THPs of a dead child"] = script => script.Write(0, Pages).Fork().Drop(0, 1).Drop(1023, 1).Drop(1100, 9).Exit(1),
        ["tables"] = script => script.Write(0, Pages).Drop(7, 1).Drop(Pages - 7, 1).Drop(0, Pages / 2).Drop(Pages / 2, Pages / 2),
        ["huge zero"] = script => script.Read(0, Pages),
        ["every other page"] = script => script.Advise(0, Pages, Advice.NoHugePage).Write(0, Pages, every: 2).Fork(),
    };

    private static readonly KernelProfile[] Kernels =
        [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount, Profiles.V73TotalMappedPages];

    public static IEnumerable<string> Names => Beginnings.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_write_to_a_range_is_a_write_to_each_page(string beginning)
    {
        const long First = 70;
        const long Count = Pages - 140;
        foreach (var profile in Kernels)
        {
            var (whole, single) = (Beginning(profile, Beginnings[beginning]), Beginning(profile, Beginnings[beginning]));
            whole.Write(First, Count);
            for (var page = First; page < First + Count; page++)
                single.Write(page, 1);

            Assert.That(Text(whole), Is.EqualTo(Text(single)), $"{profile.Version} {profile.Scheme}");
        }
    }

    [TestCase(3, false)]
    [TestCase(700, false)]
    [TestCase(3, true)]
    [TestCase(700, true)]
    public void A_stride_over_what_it_does_not_change_reaches_what_it_does(long stride, bool write)
    {
        var (whole, single) = (Beginning(Profiles.V73, Begin), Beginning(Profiles.V73, Begin));
        whole.Add(Touch(0, Pages, stride));
        for (long page = 0; page < Pages; page += stride)
            single.Add(Touch(page, 1, 1));

        Assert.That(Text(whole), Is.EqualTo(Text(single)));

        // Written, a hole, written, a hole, the zero page, a hole.
        static void Begin(Script script) =>
            script.Advise(0, Pages, Advice.NoHugePage).Write(0, 500).Write(900, 400).Read(1400, 300);

        TouchOperation Touch(long page, long pages, long every) =>
            new(0, Arena.Start + ((ulong)page << 12), (ulong)pages << 12, (ulong)every << 12, write);
    }

    [TestCase(512, true)]
    [TestCase(513, true)]
    [TestCase(514, false)]
    public void An_expected_order_is_asked_of_the_touched_pages_only(long stride, bool unmet)
    {
        // A THP, and behind it nothing but its page 513, a small one.
        var script = Beginning(Profiles.V73, s => s.Advise(512, 512, Advice.NoHugePage).Write(0, 512).Write(513, 1));
        script.Add(new TouchOperation(0, Arena.Start, 514 << 12, (ulong)stride << 12, false, 9));

        Assert.That(() => script.Look(), unmet ? Throws.TypeOf<UnmetExpectationException>() : Throws.Nothing);
    }

    private static Script Beginning(KernelProfile profile, Action<Script> begin)
    {
        var script = new Script(profile).Huge(0, Pages);
        begin(script);
        return script;
    }

    // Frames are numbered by their first mention: what counts is which pages have the same.
    private static string Text(Script script)
    {
        var numbers = new Dictionary<long, int>();
        var lines = new List<string>();
        foreach (var process in script.Look().Processes)
        {
            foreach (var vma in process.Vmas)
                lines.Add($"{process.Process} {vma.Start:x} {vma.Permissions} {string.Join(' ', Enum.GetValues<SmapsField>().Where(vma.Counters.Has).Select(field => vma.Counters[field]))}");
            foreach (var run in process.Pages)
            {
                for (var page = run.FirstPage; page < run.EndPage; page++)
                {
                    var frame = run.FrameOf(page);
                    var number = frame < 0 ? -1 : numbers.TryGetValue(frame, out var known) ? known : numbers[frame] = numbers.Count;
                    lines.Add($"{process.Process} {page:x} {(ulong)run.Pagemap:x} {number} {run.MapCount} {(ulong)run.Flags:x} {run.Level}");
                }
            }
        }

        return string.Join('\n', lines);
    }
}
