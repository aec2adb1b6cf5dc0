using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Drafts;

namespace RmapHarness.Scenarios.Shrinking;

/// <summary>
/// Makes a scenario smaller while it goes on showing a mismatch (delta debugging, Zeller and Hildebrandt 2002): steps, processes, actors,
/// sizes, ranges and other arguments, until no single removal and no single simplification is left that still shows it.
/// </summary>
/// <param name="profile">The kernel that it is for.</param>
/// <param name="ask">Whether each of some scenarios shows the mismatch, in their order.</param>
/// <param name="journal">The answers so far; null: nothing is remembered beyond this object.</param>
public sealed class ScenarioShrinker(
    KernelProfile profile, Func<IReadOnlyList<ScenarioDraft>, CancellationToken, Task<IReadOnlyList<bool>>> ask, ShrinkJournal? journal = null)
{
    /// <summary>How many scenarios are asked about at once unless it is said otherwise.</summary>
    public const int DefaultBatch = 12;

    private readonly DraftRepair repair = new(profile);
    private readonly Dictionary<string, bool> answers = [];

    /// <summary>Scenarios that were run.</summary>
    public int Asked { get; private set; }

    /// <summary>How many scenarios are asked about at once, at least 1; the first that shows is taken, the others were in vain. It changes nothing else.</summary>
    public int Batch { get; init; } = DefaultBatch;

    /// <summary>Told of every smaller scenario that shows the mismatch.</summary>
    public Action<ScenarioDraft> Improved { get; init; } = _ => { };

    /// <summary>Shrinks. The answers decide the result, not how they were come by: an interrupted run that goes on ends with the same.</summary>
    /// <param name="draft">A scenario that shows the mismatch.</param>
    /// <param name="cancellation">Stops early.</param>
    public async Task<ScenarioDraft> ShrinkAsync(ScenarioDraft draft, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var best = draft;
        while (true)
        {
            var before = best;
            foreach (var reduce in new[] { Reductions.OfSteps, Reductions.OfProcesses, Reductions.OfActors, Reductions.OfArguments, Reductions.OfPairs })
                best = await ExhaustAsync(best, reduce, cancellation).ConfigureAwait(false);
            if (best == before)
                return best;
        }
    }

    // Applies one kind of reduction until none of it helps any more.
    private async Task<ScenarioDraft> ExhaustAsync(
        ScenarioDraft best, Func<ScenarioDraft, IEnumerable<ScenarioDraft>> reduce, CancellationToken cancellation)
    {
        while (await FirstThatShowsAsync(best, reduce(best), cancellation).ConfigureAwait(false) is { } better)
        {
            best = better;
            Improved(best);
        }

        return best;
    }

    private async Task<ScenarioDraft?> FirstThatShowsAsync(
        ScenarioDraft best, IEnumerable<ScenarioDraft> candidates, CancellationToken cancellation)
    {
        var cost = DraftCost.Of(best);
        var smaller = candidates.Select(repair.Repair).OfType<ScenarioDraft>()
            .Where(candidate => DraftCost.Of(candidate).CompareTo(cost) < 0)
            .DistinctBy(candidate => candidate.ToString());
        foreach (var batch in smaller.Chunk(Batch))
        {
            await AskAsync([.. batch.Where(candidate => Answer(candidate) is null)], cancellation).ConfigureAwait(false);
            if (batch.FirstOrDefault(candidate => Answer(candidate) == true) is { } found)
                return found;
        }

        return null;
    }

    private async Task AskAsync(IReadOnlyList<ScenarioDraft> unknown, CancellationToken cancellation)
    {
        if (unknown.Count == 0)
            return;
        var shows = await ask(unknown, cancellation).ConfigureAwait(false);
        Asked += unknown.Count;
        for (var i = 0; i < unknown.Count; i++)
        {
            answers[unknown[i].ToString()] = shows[i];
            journal?.Note(unknown[i].ToString(), shows[i]);
        }
    }

    private bool? Answer(ScenarioDraft draft) =>
        answers.TryGetValue(draft.ToString(), out var answer) ? answer : journal?.Find(draft.ToString());
}
