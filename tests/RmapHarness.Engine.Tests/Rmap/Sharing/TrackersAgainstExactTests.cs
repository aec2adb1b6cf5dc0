using FsCheck;
using FsCheck.Fluent;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>Trackers against the oracle, over random histories of up to five mms and folios of every order.</summary>
public class TrackersAgainstExactTests
{
    private static readonly Arbitrary<(int Order, int[] Choices)> Histories = Gen.Zip(
        Gen.Choose(1, 15), Gen.Choose(0, int.MaxValue).ArrayOf()).ToArbitrary();

    /// <summary>The bounds that the 2023 patch states, section 3: certain up to P mappings; shared above.</summary>
    [FsCheck.NUnit.Property(MaxTest = 1000, EndSize = 200)]
    public Property Rmap_id_is_never_wrong_up_to_P_mappings() => Prop.ForAll(Histories, history =>
    {
        var inside = 0;
        After(history, state =>
        {
            if (state.Mapcount == 0 || state.Mapcount > state.Pages)
                return;
            inside++;
            foreach (var mm in OwnerHistory.Mms)
            {
                var exclusive = state.Owners == 1 && state.Maps(mm);
                Assert.That(state.RmapIdSaysShared(mm), Is.Not.EqualTo(exclusive), $"mm {mm}, mapcount {state.Mapcount} of {state.Pages}");
            }
        });
        return true.Classify(inside > 0, "looked inside the bounds");
    });

    [FsCheck.NUnit.Property(MaxTest = 500, EndSize = 200)]
    public Property Rmap_id_says_shared_above_P_mappings() => Prop.ForAll(Histories, history => After(history, state =>
    {
        if (state.Mapcount > state.Pages)
            Assert.That(OwnerHistory.Mms, Has.All.Matches<int>(state.RmapIdSaysShared));
    }));

    [FsCheck.NUnit.Property(MaxTest = 1000, EndSize = 200)]
    public Property Mm_id_never_says_exclusive_when_shared() => Prop.ForAll(Histories, history => After(history, state =>
    {
        if (state.Owners > 1)
            Assert.That(OwnerHistory.Mms.Where(state.Maps), Has.All.Matches<int>(state.MmIdSaysShared));
    }));

    private static void After((int Order, int[] Choices) history, Action<OwnerHistory> look)
    {
        var state = new OwnerHistory(history.Order);
        foreach (var choice in history.Choices)
        {
            state.Apply(choice);
            look(state);
        }
    }
}
