using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Claims;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Claims;

/// <summary>Checks the author's own claims against the model and against the kernel, apart from each other.</summary>
public static class ClaimCheck
{
    /// <summary>How the observed value of a difference begins if the model disagrees with the author.</summary>
    public const string Model = "model";

    /// <summary>How the observed value of a difference begins if the kernel disagrees with the author.</summary>
    public const string Kernel = "kernel";

    /// <summary>Checks every claim that says something under the kernel's scheme.</summary>
    /// <param name="profile">The kernel.</param>
    /// <param name="compiled">The scenario with its claims.</param>
    /// <param name="expected">The model's trace.</param>
    /// <param name="observed">The kernel's trace.</param>
    /// <returns>Differences whose observed value begins with who disagrees with the author: "model:" or "kernel:".</returns>
    public static Comparison Check(KernelProfile profile, CompiledScenario compiled, Trace expected, Trace observed)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(compiled);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(observed);
        var tally = new Tally();
        foreach (var claim in compiled.Claims)
        {
            if (claim.ValueUnder(profile.Scheme) is not { } value)
                continue;
            var check = new SideCheck(claim, value, compiled.Program.ProcessNames[claim.Process], profile.Geometry, tally);
            check.Check(Model, expected, null);
            check.Check(Kernel, observed, expected);
        }

        return tally.ToComparison();
    }

    private sealed class SideCheck(CompiledClaim claim, long value, string process, Geometry geometry, Tally tally)
    {
        private readonly int pageShift = geometry.PageShift;
        private readonly long pmdPages = geometry.PmdPages;
        private ProcSnapshot? model;

        public void Check(string side, Trace trace, Trace? expected)
        {
            model = expected is null ? null : Find(expected);
            var snapshot = Find(trace);
            if (snapshot is null)
                Report(side, 0, claim.Pages, "not observed");
            else if (claim.Field.Smaps is { } field)
                CheckVma(side, snapshot, field);
            else
                CheckPages(side, snapshot);
        }

        private ProcSnapshot? Find(Trace trace) => trace.Observations
            .FirstOrDefault(observation => observation.Step == claim.Step)?.Processes
            .FirstOrDefault(candidate => candidate.Process == claim.Process);

        private VmaSnapshot? VmaOf(ProcSnapshot snapshot)
        {
            var start = claim.FirstPage << pageShift;
            var end = start + (claim.Pages << pageShift);
            return snapshot.Vmas.FirstOrDefault(candidate => candidate.Start <= start && end <= candidate.End);
        }

        private void CheckVma(string side, ProcSnapshot snapshot, SmapsField field)
        {
            var vma = VmaOf(snapshot);
            if (vma is null)
                Report(side, 0, claim.Pages, "no VMA holds the range");
            else if (!vma.Counters.Has(field))
                Report(side, 0, claim.Pages, "absent");
            else
                Compare(side, 0, claim.Pages, 1, vma.Counters[field]);
        }

        private void CheckPages(string side, ProcSnapshot snapshot)
        {
            var end = claim.FirstPage + claim.Pages;
            var at = claim.FirstPage;
            foreach (var run in snapshot.Pages.Where(run => run.FirstPage < end && run.EndPage > claim.FirstPage))
            {
                if (run.FirstPage > at)
                    Report(side, at - claim.FirstPage, run.FirstPage - at, "in no VMA");
                var first = Math.Max(at, run.FirstPage);
                at = Math.Min(end, run.EndPage);
                Compare(side, first - claim.FirstPage, at - first, at - first, ValueOf(run));
            }

            if (at < end)
                Report(side, at - claim.FirstPage, end - at, "in no VMA");
        }

        private long ValueOf(PageRun run) => claim.Field.Observable switch
        {
            ClaimObservable.KpageCount => run.MapCount,
            ClaimObservable.Present => Bit(run, PagemapBits.Present),
            ClaimObservable.Exclusive => Bit(run, PagemapBits.MmapExclusive),
            ClaimObservable.File => Bit(run, PagemapBits.File),
            ClaimObservable.Swapped => Bit(run, PagemapBits.Swapped),
            var other => throw new InvalidOperationException($"{other} is not a value of a page"),
        };

        private static long Bit(PageRun run, PagemapBits bit) => run.Pagemap.HasFlag(bit) ? 1 : 0;

        private void Compare(string side, ulong offset, ulong pages, ulong values, long actual)
        {
            if (actual == value)
                tally.Count((long)values);
            else
                Report(side, offset, pages, actual.ToString(CultureInfo.InvariantCulture), AboutValue(offset, actual));
        }

        // Where the model agrees with the author, the kernel's mismatch is the one between model and kernel, told once more.
        private Difference? AboutValue(ulong offset, long actual)
        {
            if (model is null)
                return null;
            var (wanted, got) = (value.ToString(CultureInfo.InvariantCulture), actual.ToString(CultureInfo.InvariantCulture));
            if (claim.Field.Smaps is { } field)
            {
                return VmaOf(model) is { } vma && vma.Counters.Has(field) && vma.Counters[field] == value
                    ? new Difference(claim.Step, process, Observable.Smaps, "", field.ToString(), wanted, got) { Vma = VmaContext.Of(vma) }
                    : null;
            }

            var page = claim.FirstPage + offset;
            foreach (var run in model.Pages.Where(run => run.FirstPage <= page && page < run.EndPage && ValueOf(run) == value))
            {
                var observable = claim.Field.Observable == ClaimObservable.KpageCount ? Observable.Kpagecount : Observable.Pagemap;
                return new Difference(claim.Step, process, observable, "", claim.Field.Name, wanted, got)
                {
                    Context = PageContext.Of(model, run, page, 1, pmdPages),
                };
            }

            return null;
        }

        private void Report(string side, ulong offset, ulong pages, string actual, Difference? about = null)
        {
            tally.Count(1);
            var last = pages == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"..{offset + pages - 1}");
            tally.Add(new Difference(
                claim.Step,
                process,
                Observable.Claim,
                string.Create(CultureInfo.InvariantCulture, $"0x{claim.FirstPage << pageShift:x}+{offset}{last}"),
                claim.Field.Name,
                string.Create(CultureInfo.InvariantCulture, $"{value} (line {claim.Claim.Mark.Line})"),
                $"{side}: {actual}",
                (long)pages)
            {
                About = about,
            });
        }
    }
}
