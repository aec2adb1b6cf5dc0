using RmapHarness.Engine.Kernel;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Probing;

/// <summary>What the probes found.</summary>
/// <param name="Profile">The profile to predict with: the nearest one if none fits.</param>
/// <param name="Behaviour">How sure that is, in words and with evidence.</param>
internal sealed record ProbedKernel(KernelProfile Profile, KernelBehaviour Behaviour)
{
    /// <summary>The guest was lost in a probe: it can run nothing else.</summary>
    public bool IsGuestLost { get; init; }

    /// <summary>A kernel on which the probes said nothing.</summary>
    public static ProbedKernel NotProbed(KernelProfile expected, string reason) =>
        new(expected, new KernelBehaviour(true, $"{Candidate.Of(expected)} by its release and configuration, not probed: {reason}", []));

    /// <summary>A kernel that behaves as no candidate does.</summary>
    public static ProbedKernel Unknown(KernelProfile nearest, IReadOnlyList<string> evidence) =>
        new(nearest, new KernelBehaviour(false, $"behaves as NO known scheme; {Candidate.Of(nearest)} is the nearest", evidence));

    /// <summary>A kernel that behaves as at least one candidate does.</summary>
    /// <param name="profile">The one that was taken.</param>
    /// <param name="alike">All that fit.</param>
    /// <param name="own">What its release and configuration promise.</param>
    /// <param name="hasThp">It could be seen how it counts large folios.</param>
    public static ProbedKernel Known(KernelProfile profile, IReadOnlyList<Candidate> alike, Candidate own, bool hasThp)
    {
        var taken = Candidate.Of(profile);
        if (!hasThp)
            return NotProbed(profile, "it has no THP");
        var others = alike.Where(candidate => candidate != taken).ToList();
        var text = taken == own ? $"{taken}, probed" : $"{taken}, probed, NOT {own} as its release and configuration say";
        if (others.Count > 0)
            text += $" (the same here as {string.Join(", ", others)})";
        return new ProbedKernel(profile, new KernelBehaviour(true, text, []));
    }
}
