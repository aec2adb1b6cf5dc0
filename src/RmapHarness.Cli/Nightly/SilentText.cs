namespace RmapHarness.Cli.Nightly;

/// <summary>Tells which recorded findings did not show: each in a line of its own once, then by its name.</summary>
internal static class SilentText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<SilentFinding> silent)
    {
        foreach (var finding in silent.Where(finding => finding.IsNew))
            writer.WriteLine($"known issue {finding.Id} did not show on any kernel of this run that it names: mended, or its entry never matches any more");
        var still = silent.Where(finding => !finding.IsNew).Select(finding => finding.Id).ToList();
        if (still.Count > 0)
            writer.WriteLine($"known issues that still do not show: {string.Join(", ", still)}");
    }
}
