using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Probing;

/// <summary>A way in which a kernel may account.</summary>
/// <param name="Scheme">Its accounting scheme.</param>
/// <param name="Tracker">Its sharing tracker.</param>
internal sealed record Candidate(AccountingScheme Scheme, SharingTracker Tracker)
{
    /// <summary>Every scheme with every tracker.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        .. from scheme in Enum.GetValues<AccountingScheme>()
           from tracker in Enum.GetValues<SharingTracker>()
           select new Candidate(scheme, tracker),
    ];

    /// <summary>The candidate that a profile is.</summary>
    public static Candidate Of(KernelProfile profile) => new(profile.Scheme, profile.Tracker);

    /// <summary>A profile with this way to account.</summary>
    public KernelProfile Of(KernelProfile profile, bool hasSoftDirty) =>
        profile with { Scheme = Scheme, Tracker = Tracker, HasSoftDirty = hasSoftDirty };

    /// <summary>How like this one another is: 2 alike, 1 the same scheme, 0 otherwise.</summary>
    public int Likeness(Candidate other) => this == other ? 2 : Scheme == other.Scheme ? 1 : 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Words.Of(Scheme)} with {Words.Of(Tracker)}";
}
