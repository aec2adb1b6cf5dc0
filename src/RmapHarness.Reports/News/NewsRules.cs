using RmapHarness.Reports.History;

namespace RmapHarness.Reports.News;

/// <summary>What a result is, beside what the latest runs came to.</summary>
/// <param name="kernel">Release and hash of the configuration of the kernel that the results are of.</param>
/// <param name="harness">Version of the harness that they are of.</param>
internal sealed class NewsRules(string kernel, string harness)
{
    /// <summary>How many good runs in a row end a flake.</summary>
    public const int RunsThatEndAFlake = 10;

    /// <summary>What it is; null if it is nothing to tell.</summary>
    /// <param name="now">The result.</param>
    /// <param name="before">The last one that says something about the kernel, or null.</param>
    /// <param name="past">The latest ones, whatever they say, the latest first.</param>
    public NewsKind? KindOf(ResultRecord now, ResultRecord? before, IReadOnlyList<PastResult> past)
    {
        var same = before is not null && before.Entry.Verdict == now.Entry.Verdict && before.Signature == now.Signature;
        switch (now.Entry.Verdict)
        {
            case "crash":
                return same ? NewsKind.StillFailing : CameAndWent(now, past) ? NewsKind.StillFlaky : NewsKind.NewCrash;
            case "fail":
                return same ? NewsKind.StillFailing : CameAndWent(now, past) ? NewsKind.StillFlaky : NewsKind.NewFailure;
            case "flaky":
                return past.Any(earlier => earlier.Verdict == "flaky") ? NewsKind.StillFlaky : NewsKind.NewFlake;
            case "error":
                return past.Any(earlier => earlier.Verdict == "error") ? NewsKind.StillNotJudged : NewsKind.NotJudged;
            case "inconclusive" or "skipped":
                // Who edits a scenario may make it need something that the kernel has not.
                return before is null || before.Entry.Hash != now.Entry.Hash ? null
                    : past.Any(earlier => earlier.Verdict == now.Entry.Verdict && earlier.Hash == now.Entry.Hash) ? NewsKind.StillNotJudged
                    : NewsKind.NotJudged;
            default:
                return before is null ? null : KindOfGood(now, before, past);
        }
    }

    private NewsKind? KindOfGood(ResultRecord now, ResultRecord before, IReadOnlyList<PastResult> past)
    {
        var unchanged = past.Where(earlier => IsUnchanged(now, earlier)).ToList();
        if (IsTrouble(before.Entry.Verdict))
        {
            // Nothing that could have mended it has changed.
            return !unchanged.Exists(earlier => earlier.Signature == before.Signature && IsTrouble(earlier.Verdict)) ? NewsKind.Fixed
                : IsKnownToChange(past, unchanged) ? null
                : NewsKind.NewFlake;
        }

        if (IsKnownToChange(past, unchanged))
            return past.TakeWhile(earlier => earlier.IsGood).Count() + 1 == RunsThatEndAFlake ? NewsKind.Fixed : null;
        return before.Entry.Verdict == "known-issue" && now.Entry.Verdict is "pass" or "fixed" && !unchanged.Exists(earlier => earlier.Verdict is "pass" or "fixed")
            ? NewsKind.Fixed
            : null;
    }

    // The same trouble on the very same kernel, and something else in between.
    private bool CameAndWent(ResultRecord now, IReadOnlyList<PastResult> past) =>
        past.Any(earlier => IsUnchanged(now, earlier) && earlier.Signature == now.Signature && (IsTrouble(earlier.Verdict) || earlier.Verdict == "flaky"));

    private static bool IsKnownToChange(IReadOnlyList<PastResult> past, List<PastResult> unchanged) =>
        past.Any(earlier => earlier.Verdict == "flaky")
        // The latest first: a good one that stands before a bad one came after it.
        || unchanged.SkipWhile(earlier => !earlier.IsGood).Any(earlier => IsTrouble(earlier.Verdict));

    private bool IsUnchanged(ResultRecord now, PastResult earlier) =>
        earlier.Kernel == kernel && earlier.Harness == harness && earlier.Hash == now.Entry.Hash;

    private static bool IsTrouble(string verdict) => verdict is "crash" or "fail";
}
